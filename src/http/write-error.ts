import { errors } from 'undici';
import { ProviderError } from '../billing/provider-error.ts';
import { isHandshakeFailure } from './handshake-failure.ts';
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
export function outcomeUnknown(error: ProviderError): ProviderError {
  const { provider, status, reason, detail, incomplete, cause } = error;
  return new ProviderError({
    provider,
    failure: 'outcome-unknown',
    reason,
    incomplete,
    cause,
    ...(status !== null && { status }),
    ...(detail !== null && { detail }),
  });
}

/** Whether a write that was sent may have changed something, although it failed. */
export function mayHaveHappened(error: unknown): boolean {
  return !(error instanceof ProviderError) || error.failure === 'outcome-unknown' || isSuccess(error.status);
}

function isSuccess(status: number | null): boolean {
  return status !== null && status >= 200 && status <= 299;
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
  return syscall === 'connect' || syscall === 'getaddrinfo' || isHandshakeFailure(cause);
}

/** A connection in time, one of several addresses, a client that takes no more. */
const beforeSending = [errors.ConnectTimeoutError, AggregateError, errors.ClientClosedError] as const;
