import { errors } from 'undici';
import { ProviderError, type ProviderFailureKind } from '../billing/provider-error.ts';

/** Any failure of a call as the ProviderError it means; one that already is, stays. */
export function toTransportError(provider: string, error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  return new ProviderError({ provider, failure: failureOf(error), cause: error });
}

function failureOf(error: unknown): ProviderFailureKind {
  if (error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError)
    return 'timed-out';
  if (error instanceof errors.HeadersOverflowError || error instanceof errors.HTTPParserError)
    return 'bad-response';
  if (error instanceof Error && error.name === 'TimeoutError') return 'timed-out';
  return 'unavailable';
}
