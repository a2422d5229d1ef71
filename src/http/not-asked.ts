import { ProviderError } from '../billing/provider-error.ts';

/** Why an account was not asked at all. */
export type NotAskedReason = 'CIRCUIT_OPEN' | 'QUEUE_FULL' | 'RATE_LIMIT';

/** The cause of a failure that no call had: the account was spared it. */
class NotAsked extends Error {
  override readonly name = 'NotAsked';
  readonly code: NotAskedReason;

  constructor(code: NotAskedReason) {
    super('the provider was not asked');
    this.code = code;
  }
}

interface Refusal {
  readonly reason: NotAskedReason;
  /** When asking may help; null where nobody knows. */
  readonly retryAfter: Date | null;
}

/** The failure of a call that is not made. */
export function notAsked(provider: string, { reason, retryAfter }: Refusal): ProviderError {
  const failure = reason === 'RATE_LIMIT' ? 'rate-limited' : 'unavailable';
  return new ProviderError({ provider, failure, retryAfter, cause: new NotAsked(reason) });
}

/** Whether the failure is that of a call that was not made, to spare the account. */
export function wasNotAsked(error: unknown): boolean {
  return error instanceof ProviderError && error.cause instanceof NotAsked;
}
