import type { ExecutionResult, GraphQLError } from 'graphql';
import { errorCodes } from '../../graphql/error-code.ts';
import { changeError } from './change-error.ts';

/**
 * Gives every error of a result a code that the schema knows. What has none of them by now was found out before
 * execution (no such field, a variable missing) and is a mistake in the request.
 */
export function withErrorCodes(result: ExecutionResult): ExecutionResult {
  const { errors } = result;
  return errors === undefined ? result : { ...result, errors: errors.map(withFewPlaces).map(withCode) };
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
