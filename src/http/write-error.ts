import { errors } from 'undici';
import { ProviderError } from '../billing/provider-error.ts';
import { toTransportError } from './transport-error.ts';

/**
 * A failed write as what it means for the one who asked for it: a definite failure where the provider refused it or it
 * was never sent, and else an unknown outcome. A mistake of our own is given back as it is.
 */
export function toWriteError(provider: string, error: unknown): unknown {
  const failure = toTransportError(provider, error);
  return failure instanceof ProviderError && !isDefinite(failure) ? outcomeUnknown(failure) : failure;
}

/** The failure of a write that was sent, and of which nobody can tell what came of it. */
export function outcomeUnknown({ provider, status, reason, detail, cause }: ProviderError): ProviderError {
  return new ProviderError({
    provider,
    failure: 'outcome-unknown',
    reason,
    cause,
    ...(status !== null && { status }),
    ...(detail !== null && { detail }),
  });
}

/** A 5xx may follow a commit, and a 2xx whose body cannot be read certainly does. */
function isDefinite({ status, cause }: ProviderError): boolean {
  return status === null ? neverLeft(cause) : status >= 300 && status <= 499;
}

/** Errors that come before there is a connection to send anything on. */
function neverLeft(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  if (beforeSending.some((kind) => cause instanceof kind)) return true;
  const syscall = 'syscall' in cause ? cause.syscall : undefined;
  const code = 'code' in cause ? String(cause.code) : '';
  return syscall === 'connect' || syscall === 'getaddrinfo' || failedHandshake.test(code);
}

/** A connection in time, one of several addresses, a client that takes no more. */
const beforeSending = [errors.ConnectTimeoutError, AggregateError, errors.ClientClosedError] as const;

/** What only a TLS handshake ends in; other ERR_SSL_ codes may also break a connection that is in use. */
const failedHandshake =
  /^(?:ERR_TLS_CERT_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|ERR_SSL_(?:WRONG_VERSION_NUMBER|UNSUPPORTED_PROTOCOL|\w+_ALERT_(?:PROTOCOL_VERSION|HANDSHAKE_FAILURE))$)/;
