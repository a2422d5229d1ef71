import { type GraphQLError, NoSchemaIntrospectionCustomRule } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { changeError } from '../answers/change-error.ts';

/** Tells nothing of the schema to those who do not know it: no introspection, and no names like the one that is wrong. */
export function useHiddenSchema(): Plugin {
  return {
    onValidate({ addValidationRule }) {
      addValidationRule(NoSchemaIntrospectionCustomRule);
    },
    // Here, since names are suggested in validation and, for variables, in execution.
    onResultProcess({ result, setResult }) {
      if (Array.isArray(result) || !('errors' in result) || result.errors === undefined) return;
      setResult({ ...result, errors: result.errors.map(withoutSuggestion) });
    },
  };
}

function withoutSuggestion(error: GraphQLError): GraphQLError {
  const end = error.message.indexOf(' Did you mean ');
  return end === -1 ? error : changeError(error, { message: error.message.slice(0, end) });
}
