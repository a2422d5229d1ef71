import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { errorCodes } from '../../graphql/error-code.ts';

/**
 * Gives every error of a response a code that the schema knows. What has none of them by now was found out before
 * execution (no such field, a variable missing) and is a mistake in the request.
 */
export function useErrorCodes(): Plugin {
  return {
    onResultProcess({ result, setResult }) {
      if (Array.isArray(result) || !('errors' in result) || result.errors === undefined) return;
      setResult({ ...result, errors: result.errors.map(withCode) });
    },
  };
}

function withCode(error: GraphQLError): GraphQLError {
  const { code, http } = error.extensions;
  if (typeof code === 'string' && Object.hasOwn(errorCodes, code)) return error;
  return new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    path: error.path ?? null,
    extensions: { code: 'BAD_USER_INPUT', ...(http !== undefined && { http }) },
  });
}
