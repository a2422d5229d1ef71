import { setMaxListeners } from 'node:events';
import type { z } from 'zod';
import type { Call } from '../billing/call.ts';
import { ProviderError } from '../billing/provider-error.ts';
import type { FindRequest, JsonClient, JsonRequest } from './json-client.ts';

/** What a read has ended in; null: in something that is about its own request only. */
type End<Value> = { readonly value: Value } | { readonly error: ProviderError } | null;

/** A read that has not ended yet. */
interface ReadUnderWay<Value> {
  /** What makes the value of the answer. */
  readonly schema: z.ZodType<Value>;
  readonly end: Promise<End<Value>>;
}

/** The reads of one account that are under way. */
interface ReadsUnderWay {
  /** Makes the read, or waits for one that asks the same. */
  share<Value>(
    request: JsonRequest<Value> & Partial<FindRequest<Value>>,
    call: Call,
    read: () => Promise<Value>,
  ): Promise<Value>;
  /** Whoever reads from now on waits for none of those that have begun. */
  forget(): void;
}

/** Whoever has waited so often for reads that came to nothing makes its own. */
const mostWaits = 2;

/**
 * The same client, whose requests share the reads that are under way: who asks what is being asked already gets what comes
 * of it, and none of it counts as its own call. It is shared where nothing of the caller is left, so that a caller is
 * answered by what it may see itself. A failure that asking again may change is not shared, nor is any of a request that
 * has ended. A change is never read over: nobody waits for a read that began before it was over, and what is read for a
 * change is read for it alone.
 */
export function shareReads(client: JsonClient): JsonClient {
  const sent = createReadsUnderWay();
  const found = createReadsUnderWay();
  const forget = () => {
    sent.forget();
    found.forget();
  };
  return {
    ...client,
    send: (request, call) => sent.share(request, call, () => client.send(request, call)),
    find: <Value>(request: FindRequest<Value>, call: Call) =>
      found.share<Value | null>(request, call, () => client.find(request, call)),
    write(request, call) {
      forget();
      const onOver = () => {
        forget();
        request.onOver?.();
      };
      return client.write({ ...request, onOver }, call);
    },
  };
}

function createReadsUnderWay(): ReadsUnderWay {
  const underWay = new Map<string, ReadUnderWay<unknown>>();

  function findSame<Value>(name: string, schema: z.ZodType<Value>): ReadUnderWay<Value> | null {
    const same = underWay.get(name);
    return same !== undefined && isOf(schema, same) ? same : null;
  }

  function lead<Value>(name: string, schema: z.ZodType<Value>, read: () => Promise<Value>): Promise<Value> {
    const reading = read();
    const leave = (end: End<Value>): End<Value> => {
      if (underWay.get(name) === started) underWay.delete(name);
      return end;
    };
    const end = reading.then(
      (value) => leave({ value }),
      (error: unknown) => leave(isForAll(error) ? { error } : null),
    );
    const started = { schema, end };
    underWay.set(name, started);
    return reading;
  }

  async function follow<Value>(
    first: ReadUnderWay<Value>,
    name: string,
    call: Call,
    read: () => Promise<Value>,
  ): Promise<Value> {
    let same: ReadUnderWay<Value> | null = first;
    for (let waits = 0; same !== null && waits < mostWaits; waits += 1) {
      const end = await unlessAborted(same.end, call.signal);
      if (end !== null && 'value' in end) return end.value;
      if (end !== null) throw end.error;
      same = findSame(name, first.schema);
    }
    return call.signal.aborted ? read() : lead(name, first.schema, read);
  }

  return {
    forget: () => underWay.clear(),
    share(request, call, read) {
      if (isAlone(call)) return read();
      const name = nameOf(request);
      const same = findSame(name, request.schema);
      return same === null ? lead(name, request.schema, read) : follow(same, name, call, read);
    },
  };
}

/** What is read for a change decides about it; an export holds back its reads, and nobody shall wait for them. */
function isAlone({ onWritten, background }: Call): boolean {
  return onWritten !== undefined || background === true;
}

function nameOf({
  method,
  path,
  query,
  body,
  missing,
}: JsonRequest<unknown> & Partial<FindRequest<unknown>>) {
  return `${method} ${path.encoded} ${JSON.stringify([query, body, missing])}`;
}

function isOf<Value>(schema: z.ZodType<Value>, read: ReadUnderWay<unknown>): read is ReadUnderWay<Value> {
  return read.schema === schema;
}

/** What would become of the same question whoever asks it; all else depends on how much time and budget a request has. */
function isForAll(error: unknown): error is ProviderError {
  return error instanceof ProviderError && !error.retryable && error.failure !== 'too-expensive';
}

/** The end, or null as soon as the waiting request ends. */
function unlessAborted<Value>(end: Promise<End<Value>>, signal: AbortSignal): Promise<End<Value>> {
  // Every read of a request may wait; Node takes more than ten listeners for a leak.
  setMaxListeners(0, signal);
  return new Promise((resolve) => {
    const giveUp = () => resolve(null);
    if (signal.aborted) return giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    void end.then((value) => {
      signal.removeEventListener('abort', giveUp);
      resolve(value);
    });
  });
}
