import type { Call } from '../billing/call.ts';
import { ProviderError } from '../billing/provider-error.ts';
import { toTransportError } from './transport-error.ts';
import { mayHaveHappened, outcomeUnknown } from './write-error.ts';

/** A change, and the request that asked for it. */
interface WriteUnderWay {
  readonly provider: string;
  readonly call: Call;
  readonly isSent: () => boolean;
}

/** Tells of a write that was sent and may have happened, before what it came to is given. */
export async function tellWritten<Value>(
  written: Promise<Value>,
  { call, isSent }: WriteUnderWay,
): Promise<Value> {
  try {
    const value = await written;
    call.onWritten?.();
    return value;
  } catch (error) {
    if (isSent() && mayHaveHappened(error)) call.onWritten?.();
    throw error;
  }
}

/**
 * The result of a write, unless its request ends first: once sent, the write then goes on, and the log tells what came
 * of it.
 */
export function unlessEnded<Value>(
  written: Promise<Value>,
  { provider, call: { signal }, isSent }: WriteUnderWay,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const end = () => {
      const failure = toTransportError(provider, signal.reason);
      if (isSent()) reject(failure instanceof ProviderError ? outcomeUnknown(failure) : failure);
    };
    signal.addEventListener('abort', end, { once: true });
    written
      .then(resolve, (error: unknown) => reject(toTransportError(provider, error)))
      .finally(() => signal.removeEventListener('abort', end));
  });
}
