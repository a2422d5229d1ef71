import type { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { errorCodes } from '../../graphql/error-code.ts';
import { changeError } from '../answers/change-error.ts';

/**
 * Gives every error of a response a code that the schema knows. What has none of them by now was found out before
 * execution (no such field, a variable missing) and is a mistake in the request.
 */
export function useErrorCodes(): Plugin {
  return {
    onResultProcess({ result, setResult }) {
      if (Array.isArray(result) || !('errors' in result) || result.errors === undefined) return;
      setResult({ ...result, errors: result.errors.map(withFewPlaces).map(withCode) });
    },
  };
}

const mostPlaces = 3;

/** A field that is written again and again would be told with all of its places in each error. */
function withFewPlaces(error: GraphQLError): GraphQLError {
  const { nodes } = error;
  return nodes !== undefined && nodes.length > mostPlaces
    ? changeError(error, { nodes: nodes.slice(0, mostPlaces) })
    : error;
}

function withCode(error: GraphQLError): GraphQLError {
  const { code, http } = error.extensions;
  if (typeof code === 'string' && Object.hasOwn(errorCodes, code)) return error;
  return changeError(error, { extensions: { code: 'BAD_USER_INPUT', ...(http !== undefined && { http }) } });
}
