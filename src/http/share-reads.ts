import type { z } from 'zod';
import { ProviderError } from '../billing/provider-error.ts';
import { type AccountCall, listenOften } from './account-call.ts';
import type { JsonRequest } from './exchange.ts';
import type { FindRequest, JsonClient } from './json-client.ts';
import { encodeQuery } from './path.ts';
import { ReadWaiters } from './read-waiters.ts';

/** A read that has not ended yet. */
interface ReadUnderWay<Value> {
  /** What makes the value of the answer. */
  readonly schema: z.ZodType<Value>;
  readonly value: Promise<Value>;
  /** It ends when the last who waits has left. */
  readonly waiters: ReadWaiters;
}

/** The reads of one account that are under way. */
interface ReadsUnderWay {
  /** Makes the read, or waits for one that asks the same. */
  share<Value>(
    request: JsonRequest<Value> & Partial<FindRequest<Value>>,
    call: AccountCall,
    read: MakeRead<Value>,
  ): Promise<Value>;
  /** Whoever reads from now on waits for none of those that have begun. */
  forget(): void;
}

type MakeRead<Value> = (call: AccountCall) => Promise<Value>;

/** Whoever has waited so often for reads that came to nothing makes its own. */
const mostWaits = 2;

/**
 * The same client, whose requests share the reads that are under way: who asks what is being asked already gets what comes
 * of it, and none of it counts as its own call. It is shared where nothing of the caller is left, so that a caller is
 * answered by what it may see itself. A failure that asking again may change is not shared. A read goes on for as long as
 * anybody waits for it. A change is never read over: nobody waits for a read that began before it was over, and what is
 * read for a change is read for it alone.
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
    find: <Value>(request: FindRequest<Value>, call: AccountCall) =>
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

/** What it takes to begin a read. */
interface Beginning<Value> {
  readonly name: string;
  readonly schema: z.ZodType<Value>;
  readonly call: AccountCall;
  readonly read: MakeRead<Value>;
}

function createReadsUnderWay(): ReadsUnderWay {
  const underWay = new Map<string, ReadUnderWay<unknown>>();

  function findSame<Value>(name: string, schema: z.ZodType<Value>): ReadUnderWay<Value> | null {
    const same = underWay.get(name);
    // One that nobody waits for is about to end.
    if (same === undefined || same.waiters.aborted) return null;
    return isOf(schema, same) ? same : null;
  }

  function lead<Value>({ name, schema, call, read }: Beginning<Value>): Promise<Value> {
    const waiters = new ReadWaiters();
    const begun = { schema, waiters, value: read({ ...call, signal: waiters }) };
    underWay.set(name, begun);
    return wait(begun, {
      call,
      read,
      onEnd() {
        if (underWay.get(name) === begun) underWay.delete(name);
      },
    });
  }

  async function follow<Value>(first: ReadUnderWay<Value>, beginning: Beginning<Value>): Promise<Value> {
    const { name, schema, call, read } = beginning;
    let same: ReadUnderWay<Value> | null = first;
    for (let waits = 0; same !== null && waits < mostWaits; waits += 1) {
      try {
        return await wait(same, { call, read });
      } catch (error) {
        if (isForAll(error)) throw error;
      }
      if (call.signal.aborted) return read(call);
      same = findSame(name, schema);
    }
    return lead(beginning);
  }

  return {
    forget: () => underWay.clear(),
    share(request, call, read) {
      if (isAlone(call) || call.signal.aborted) return read(call);
      const { schema } = request;
      const name = nameOf(request);
      const same = findSame(name, schema);
      const beginning = { name, schema, call, read };
      return same === null ? lead(beginning) : follow(same, beginning);
    },
  };
}

/** One that waits for a read. */
interface Waiting<Value> {
  readonly call: AccountCall;
  readonly read: MakeRead<Value>;
  /** Told when the read has ended, before anybody else is. */
  readonly onEnd?: () => void;
}

/** What the read comes to. Whose request ends before that is told so at once, as by any other read. */
function wait<Value>(
  { value, waiters }: ReadUnderWay<Value>,
  { call, read, onEnd }: Waiting<Value>,
): Promise<Value> {
  const { signal } = call;
  listenOften(signal);
  return new Promise((resolve, reject) => {
    const leave = () => {
      resolve(read(call));
      waiters.leave(signal.reason);
    };
    const end = () => {
      onEnd?.();
      signal.removeEventListener('abort', leave);
    };
    waiters.join();
    signal.addEventListener('abort', leave);
    value.then(
      (given) => {
        end();
        resolve(given);
      },
      (error: unknown) => {
        end();
        reject(error);
      },
    );
  });
}

/** What is read for a change decides about it; an export holds back its reads, and nobody shall wait for them. */
function isAlone({ onWritten, background }: AccountCall): boolean {
  return onWritten !== undefined || background === true;
}

/** What is asked, as one text: a path is encoded and has no spaces, and a body tells where it ends. */
function nameOf({
  method,
  path,
  query,
  body,
  missing,
}: JsonRequest<unknown> & Partial<FindRequest<unknown>>): string {
  const target = query === undefined ? path.encoded : path.encoded + encodeQuery(query);
  const content = body === undefined ? '' : JSON.stringify(body);
  return `${method} ${target} ${content} ${missing?.join() ?? ''}`;
}

function isOf<Value>(schema: z.ZodType<Value>, read: ReadUnderWay<unknown>): read is ReadUnderWay<Value> {
  return read.schema === schema;
}

/** What would become of the same question whoever asks it; all else depends on how much time and budget a request has. */
function isForAll(error: unknown): error is ProviderError {
  return error instanceof ProviderError && !error.retryable && error.failure !== 'too-expensive';
}
