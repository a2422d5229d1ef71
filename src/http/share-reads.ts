import { setMaxListeners } from 'node:events';
import type { z } from 'zod';
import type { Call } from '../billing/call.ts';
import { ProviderError } from '../billing/provider-error.ts';
import type { FindRequest, JsonClient, JsonRequest } from './json-client.ts';

/** What a read has ended in. */
type End<Value> =
  | { readonly value: Value }
  /** Whether others would get it as well: all else is about the request that began the read. */
  | { readonly error: unknown; readonly isForAll: boolean };

/** A read that has not ended yet. */
interface ReadUnderWay<Value> {
  /** What makes the value of the answer. */
  readonly schema: z.ZodType<Value>;
  readonly end: Promise<End<Value>>;
  /** It ends when the last who waits has left. */
  readonly waiters: Waiters;
}

/** The reads of one account that are under way. */
interface ReadsUnderWay {
  /** Makes the read, or waits for one that asks the same. */
  share<Value>(
    request: JsonRequest<Value> & Partial<FindRequest<Value>>,
    call: Call,
    read: (call: Call) => Promise<Value>,
  ): Promise<Value>;
  /** Whoever reads from now on waits for none of those that have begun. */
  forget(): void;
}

/** Whoever has waited so often for reads that came to nothing makes its own. */
const mostWaits = 2;

/**
 * The same client, whose requests share the reads that are under way: who asks what is being asked already gets what comes
 * of it, and none of it counts as its own call. It is shared where nothing of the caller is left, so that a caller is
 * answered by what it may see itself. A failure that asking again may change is not shared. A
 * read goes on for as long as anybody waits for it. A change is never read over: nobody waits for a read that began before it was over, and what is read for a
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
    forgetReads: forget,
    send: (request, call) => sent.share(request, call, (shared) => client.send(request, shared)),
    find: <Value>(request: FindRequest<Value>, call: Call) =>
      found.share<Value | null>(request, call, (shared) => client.find(request, shared)),
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

  function begin<Value>(name: string, { schema, call, read }: Beginning<Value>): ReadUnderWay<Value> {
    const waiters = createWaiters();
    const forget = () => {
      if (underWay.get(name) === begun) underWay.delete(name);
    };
    const end = read({ ...call, signal: waiters.signal }).then(
      (value): End<Value> => {
        forget();
        return { value };
      },
      (error: unknown): End<Value> => {
        forget();
        return { error, isForAll: isForAll(error) };
      },
    );
    const begun = { schema, end, waiters };
    underWay.set(name, begun);
    return begun;
  }

  async function lead<Value>(name: string, beginning: Beginning<Value>): Promise<Value> {
    const { call, read } = beginning;
    const end = await wait(begin(name, beginning), call.signal);
    // Whose request has ended is told so, as by any other read.
    if (end === null) return read(call);
    if ('value' in end) return end.value;
    throw end.error;
  }

  async function follow<Value>(
    first: ReadUnderWay<Value>,
    name: string,
    beginning: Beginning<Value>,
  ): Promise<Value> {
    const { call, read } = beginning;
    let same: ReadUnderWay<Value> | null = first;
    for (let waits = 0; same !== null && waits < mostWaits; waits += 1) {
      const end = await wait(same, call.signal);
      if (end === null) return read(call);
      if ('value' in end) return end.value;
      if (end.isForAll) throw end.error;
      same = findSame(name, first.schema);
    }
    return lead(name, beginning);
  }

  return {
    forget: () => underWay.clear(),
    share(request, call, read) {
      if (isAlone(call)) return read(call);
      const name = nameOf(request);
      const same = findSame(name, request.schema);
      const beginning = { schema: request.schema, call, read };
      return same === null ? lead(name, beginning) : follow(same, name, beginning);
    },
  };
}

/** What it takes to begin a read. */
interface Beginning<Value> {
  readonly schema: z.ZodType<Value>;
  readonly call: Call;
  readonly read: (call: Call) => Promise<Value>;
}

/** Those who wait for one read. */
interface Waiters {
  /** Aborts when the last has left, with that one's reason. */
  readonly signal: AbortSignal;
  /** Waits until the signal aborts, or the function that it gives is called: then it is over for this one. */
  join(signal: AbortSignal, onLeave: () => void): () => void;
}

function createWaiters(): Waiters {
  const controller = new AbortController();
  let waiting = 0;
  return {
    signal: controller.signal,
    join(signal, onLeave) {
      const leave = () => {
        onLeave();
        waiting -= 1;
        if (waiting === 0) controller.abort(signal.reason);
      };
      waiting += 1;
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave, { once: true });
      return () => signal.removeEventListener('abort', leave);
    },
  };
}

/** What the read ends in, or null as soon as the waiting request ends. */
function wait<Value>({ end, waiters }: ReadUnderWay<Value>, signal: AbortSignal): Promise<End<Value> | null> {
  // Every read of a request may wait; Node takes more than ten listeners for a leak.
  setMaxListeners(0, signal);
  return new Promise((resolve) => {
    const over = waiters.join(signal, () => resolve(null));
    void end.then((value) => {
      over();
      resolve(value);
    });
  });
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
