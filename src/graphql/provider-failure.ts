import { GraphQLError } from 'graphql';
import type { ProviderError, ProviderFailureKind } from '../billing/provider-error.ts';
import type { ErrorCode } from './error-code.ts';

const translations: Readonly<Record<ProviderFailureKind, readonly [code: ErrorCode, message: string]>> = {
  unauthenticated: ['PROVIDER_UNAUTHENTICATED', "does not accept billgraph's key"],
  forbidden: ['PROVIDER_FORBIDDEN', "does not allow billgraph's key to do this"],
  'rate-limited': ['PROVIDER_RATE_LIMITED', 'wants to be asked less often'],
  rejected: ['PROVIDER_REJECTED', 'refused the request'],
  'timed-out': ['PROVIDER_TIMED_OUT', 'did not answer in time'],
  unavailable: ['PROVIDER_UNAVAILABLE', 'could not be reached or failed'],
  'bad-response': ['PROVIDER_BAD_RESPONSE', 'gave an answer that cannot be relied on'],
  unsupported: ['UNSUPPORTED_BY_PROVIDER', 'does not offer this'],
  'outcome-unknown': [
    'OUTCOME_UNKNOWN',
    'did not confirm the change that it was sent: it may or may not have happened',
  ],
  'too-expensive': ['QUERY_TOO_EXPENSIVE', 'would have to be asked more often than one operation may'],
};

/** The code by which clients know the failure. */
export function codeOf(error: ProviderError): ErrorCode {
  return translations[error.failure][0];
}

/** One sentence for people, with nothing in it that the provider said. */
export function messageOf(error: ProviderError): string {
  return `The provider "${error.provider}" ${translations[error.failure][1]}.`;
}

/** The failure as an error of the response, at the place where it happened. */
export function toGraphQLError(error: ProviderError, place?: GraphQLError): GraphQLError {
  return new GraphQLError(messageOf(error), {
    nodes: place?.nodes ?? null,
    path: place?.path ?? null,
    originalError: error,
    extensions: {
      code: codeOf(error),
      provider: error.provider,
      retryable: error.retryable,
      ...(error.retryAfter === null ? {} : { retryAfter: error.retryAfter.toISOString() }),
    },
  });
}
