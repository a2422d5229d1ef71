import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { ProviderError } from '../../billing/provider-error.ts';
import { toGraphQLError } from '../../graphql/provider-failure.ts';

/**
 * What a client may know of an error: a provider's failure as its code, a mistake in the request as it is, and of
 * everything else, which goes to the log, only that billgraph failed.
 */
export function createErrorMask(log: Logger): (error: unknown) => GraphQLError {
  return (error) => {
    const cause = error instanceof GraphQLError ? error.originalError : error;
    const place = error instanceof GraphQLError ? error : undefined;
    if (cause instanceof ProviderError) return toGraphQLError(cause, place);
    if (place !== undefined && (cause === undefined || cause instanceof GraphQLError)) return place;
    if (place === undefined && isUnreadable(cause)) return unreadable();
    log.error({ err: cause, path: place?.path?.join('.') }, 'internal error');
    return internalError(place);
  };
}

/** All that a client may know of a mistake of our own: that, and where, there is one. */
export function internalError(place?: GraphQLError): GraphQLError {
  return new GraphQLError('billgraph failed to answer this.', {
    nodes: place?.nodes ?? null,
    path: place?.path ?? null,
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  });
}

/** Before execution there are only the request's own texts to parse: variables in a URL, or nesting past the stack. */
function isUnreadable(error: unknown): boolean {
  return error instanceof SyntaxError || error instanceof RangeError;
}

function unreadable(): GraphQLError {
  return new GraphQLError('The request cannot be read.', {
    extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
  });
}
