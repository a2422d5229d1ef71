import { errors } from 'undici';
import { ProviderError, type ProviderFailureKind } from '../billing/provider-error.ts';

/**
 * A failure of the connection as the ProviderError it means. Anything else (a ProviderError, a mistake of our own) is
 * given back as it is.
 */
export function toTransportError(provider: string, error: unknown): unknown {
  const failure = failureOf(error);
  return failure === null ? error : new ProviderError({ provider, failure, cause: error });
}

function failureOf(error: unknown): ProviderFailureKind | null {
  if (!(error instanceof Error) || error instanceof ProviderError) return null;
  if (error.name === 'TimeoutError') return 'timed-out';
  if (error.name === 'AbortError') return 'unavailable';
  if (error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError)
    return 'timed-out';
  if (isNotHttp(error)) return 'bad-response';
  if (error instanceof errors.InvalidArgumentError) return null;
  return error instanceof errors.UndiciError || isSystemError(error) ? 'unavailable' : null;
}

/** What came is not what HTTP allows here: two lengths, headers without end, another protocol. */
function isNotHttp(error: Error): boolean {
  return (
    error instanceof errors.HeadersOverflowError ||
    error instanceof errors.HTTPParserError ||
    error instanceof errors.ResponseContentLengthMismatchError ||
    (error instanceof errors.SocketError && /^bad (?:response|upgrade)$/.test(error.message))
  );
}

/** Node's own mistakes are ERR_… too (ERR_INVALID_ARG_TYPE), but for those of TLS. */
function isSystemError(error: Error): boolean {
  return 'code' in error && typeof error.code === 'string' && !/^ERR_(?!TLS_|SSL_)/.test(error.code);
}
