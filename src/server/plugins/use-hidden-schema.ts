import { type ExecutionResult, type GraphQLError, NoSchemaIntrospectionCustomRule } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { changeError } from '../answers/change-error.ts';

/** Refuses introspection. Belongs together with `withoutSuggestions`, which keeps errors from telling the schema instead. */
export function useHiddenSchema(): Plugin {
  return {
    onValidate({ addValidationRule }) {
      addValidationRule(NoSchemaIntrospectionCustomRule);
    },
  };
}

/** Takes the names like the one that is wrong out of errors: of validation and, for variables, of execution. */
export function withoutSuggestions(result: ExecutionResult): ExecutionResult {
  const { errors } = result;
  return errors === undefined ? result : { ...result, errors: errors.map(withoutSuggestion) };
}

function withoutSuggestion(error: GraphQLError): GraphQLError {
  const end = error.message.indexOf(' Did you mean ');
  return end === -1 ? error : changeError(error, { message: error.message.slice(0, end) });
}
