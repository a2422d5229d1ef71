import type { ProviderError } from '../billing/provider-error.ts';
import { createReading, type Reading } from './reading.ts';

/** A value that was read before. */
export interface Known<Value> {
  readonly value: Value;
  /** When it was read. */
  readonly asOf: Date;
}

/** What was read before, by what tells one read from another. */
export interface Memory<Key, Value> {
  /** What is young enough not to be read again; null: read it. */
  fresh(key: Key): Known<Value> | null;
  /** What is young enough to stand in for a read that fails; null: there is no such thing. */
  lastKnown(key: Key): Known<Value> | null;
  /** Keeps what a read has ended in. A failure is none. */
  remember(key: Key, value: Value): void;
}

/** A read that has failed. */
interface FailedRead<Key> {
  readonly key: Key;
  readonly error: ProviderError;
}

/**
 * What is known in place of a read that has failed, or null. Only where asking again later may help: a provider that says
 * no has been asked, and one that is not understood may have said anything.
 */
export function standIn<Key, Value>(
  memory: Memory<Key, Value>,
  { key, error }: FailedRead<Key>,
): Reading<Value> | null {
  const known = error.retryable ? memory.lastKnown(key) : null;
  if (known === null) return null;
  return createReading(known.value, [{ provider: error.provider, asOf: known.asOf, reason: error }]);
}
