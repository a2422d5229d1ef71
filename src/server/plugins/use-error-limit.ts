import {
  type ExecutionArgs,
  type ExecutionResult,
  type GraphQLError,
  getOperationAST,
  getVariableValues,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { changeError } from '../answers/change-error.ts';
import { createOperationError } from '../answers/refusal.ts';

/** Enough to correct a document, and an answer that is not longer than what was asked. */
const mostErrors = 5;

/** Ends the validation of a document after a few errors. */
export function useErrorLimit(): Plugin {
  return {
    onValidate({ validateFn, setValidationFn }) {
      setValidationFn((schema, document, rules) =>
        validateFn(schema, document, rules, { maxErrors: mostErrors }).map(explainAbort),
      );
    },
  };
}

/** Leaves only a few errors of an operation that was not executed. */
export function withFewErrors(result: ExecutionResult): ExecutionResult {
  const { errors = [] } = result;
  const isTooMuch = errors.length > mostErrors && !('data' in result);
  return isTooMuch ? { ...result, errors: errors.slice(0, mostErrors) } : result;
}

/** Validation ends by itself where fields of the same name would have to be compared too often. */
function explainAbort(error: GraphQLError): GraphQLError {
  if (error.message !== 'Validation aborted.') return error;
  const message = 'The operation selects fields of the same name too often.';
  return createOperationError(message, { code: 'QUERY_TOO_EXPENSIVE', limitOf: 'repetitions' });
}

/**
 * What is wrong with the variables of an operation; nothing where there is no such operation. Execution would go on to fifty
 * errors, each of which quotes the whole value that it is about.
 */
export function errorsOfVariables(args: ExecutionArgs): readonly GraphQLError[] {
  const { schema, document, operationName, variableValues } = args;
  const definitions = getOperationAST(document, operationName)?.variableDefinitions ?? [];
  const { errors = [] } = getVariableValues(schema, definitions, variableValues ?? {}, {
    maxErrors: mostErrors,
  });
  // What was not executed is a mistake in the request, over HTTP too.
  const extensions = { code: 'BAD_USER_INPUT', http: { status: 400 } };
  return errors.slice(0, mostErrors).map((error) => changeError(error, { extensions }));
}
