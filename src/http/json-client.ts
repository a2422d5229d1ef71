import { setMaxListeners } from 'node:events';
import type { Dispatcher } from 'undici';
import type { z } from 'zod';
import type { Call } from '../billing/call.ts';
import { ProviderError } from '../billing/provider-error.ts';
import type { ProviderStatus } from '../billing/provider-status.ts';
import { withDeadline } from './deadline.ts';
import { createDownload, type Download } from './download.ts';
import { createExchange, type OutgoingRequest, type Upstream } from './exchange.ts';
import { type Answered, observe, type ProviderCall } from './provider-call.ts';
import { readJson } from './read-body.ts';
import { createSlots } from './slots.ts';
import { toTransportError } from './transport-error.ts';
import { validate } from './validate.ts';
import { outcomeUnknown, toWriteError } from './write-error.ts';

/** One call to a provider. */
export interface JsonRequest<Value> extends OutgoingRequest {
  /** What the answer must look like; the promise resolves to what it makes of the answer. 204 is undefined. */
  readonly schema: z.ZodType<Value>;
}

/** A call that may find nothing. */
interface FindRequest<Value> extends JsonRequest<Value> {
  /** The refusals, by the reason that `readReason` gives, which mean that the thing does not exist. */
  readonly missing: readonly string[];
}

/** A change. */
interface WriteRequest<Value> extends JsonRequest<Value> {
  /** Told when nothing of it is under way any more, which may be after its request has ended. */
  readonly onOver?: () => void;
}

/** JSON over HTTP with one provider account. Rejects with a ProviderError; anything else is a mistake of our own. */
export interface JsonClient {
  /** A read, whatever its method: it stops when its request ends. */
  send<Value>(request: JsonRequest<Value>, call: Call): Promise<Value>;
  /** A read; null where the provider says that there is no such thing. */
  find<Value>(request: FindRequest<Value>, call: Call): Promise<Value | null>;
  /**
   * A change. It is sent once, and once sent it is not called back: when its request ends first, it goes on, and fails
   * here with `outcome-unknown`, as does a change that gets no answer.
   */
  write<Value>(request: WriteRequest<Value>, call: Call): Promise<Value>;
  /** The bytes of a long answer that is not JSON, as they come. */
  readonly download: Download;
  /** How the account is doing. */
  status(): ProviderStatus;
}

/** What all accounts of one process share: the connections and the log. */
export interface Wire {
  readonly dispatcher: Dispatcher;
  /** For a read whose kept connection turned out to be closed; absent: none is tried again for that. */
  readonly freshDispatcher?: Dispatcher | undefined;
  /** Whether the error broke a connection that had served another call before; absent: it never did. */
  readonly brokeKeptConnection?: ((error: unknown) => boolean) | undefined;
  /** How many calls of an account may wait for their turn; absent: 1,000. */
  readonly longestQueue?: number | undefined;
  /** Told after every call that was sent. */
  readonly onExchange: (call: ProviderCall) => void;
}

/** How to talk to one provider account. */
export interface JsonClientOptions extends Wire, Upstream {
  /** One call, from its start to the last byte. */
  readonly timeoutMs: number;
  /** Calls under way at once. */
  readonly maxConcurrency: number;
}

/** A client for one provider account. */
export function createJsonClient(options: JsonClientOptions): JsonClient {
  const { provider, timeoutMs, onExchange } = options;
  const slots = createSlots(options.maxConcurrency);
  const exchange = createExchange(options);

  async function ask<Value>(
    request: JsonRequest<Value>,
    outer: AbortSignal,
    now: Date,
  ): Promise<Answered<Value>> {
    const { status, body } = await withDeadline(outer, timeoutMs, async (signal) => {
      const answer = await exchange(request, 'application/json', signal, now);
      return { status: answer.status, body: await readJson(answer) };
    });
    return { status, read: () => validate(provider, request.schema, body, status) };
  }

  async function read<Value>(
    request: OutgoingRequest,
    call: Call,
    answer: () => Promise<Answered<Value>>,
  ): Promise<Value> {
    listenOften(call.signal);
    try {
      return await slots.run(call.signal, () =>
        countCall(provider, call, () => observe(provider, request, onExchange, answer)),
      );
    } catch (error) {
      throw toTransportError(provider, error);
    }
  }

  function write<Value>(request: WriteRequest<Value>, call: Call): Promise<Value> {
    listenOften(call.signal);
    let isSent = false;
    const tell = (told: ProviderCall) => onExchange({ ...told, late: call.signal.aborted });
    const written = slots.run(call.signal, () => {
      // The request may have ended after the slot was given and before it was taken.
      call.signal.throwIfAborted();
      return countCall(provider, call, () => {
        isSent = true;
        return observe(provider, request, tell, () =>
          ask(request, new AbortController().signal, call.now()).catch((error: unknown) => {
            throw toWriteError(provider, error);
          }),
        );
      });
    });
    const over = written.finally(() => request.onOver?.());
    return unlessEnded(over, { provider, signal: call.signal, isSent: () => isSent });
  }

  const status: ProviderStatus = { state: 'UP', since: new Date(), lastFailure: null, quota: null };
  return {
    status: () => status,
    send: (request, call) => read(request, call, () => ask(request, call.signal, call.now())),
    find: <Value>(request: FindRequest<Value>, call: Call) =>
      read(request, call, () =>
        ask(request, call.signal, call.now()).catch((error: unknown): Answered<null> => {
          if (!(error instanceof ProviderError) || !isMissing(error, request.missing)) throw error;
          return { status: error.status, read: () => null };
        }),
      ),
    write,
    download: createDownload({ provider, timeoutMs, onExchange, slots, exchange }),
  };
}

/** Sends what the budget of its operation covers. */
async function countCall<Value>(
  provider: string,
  { budget }: Call,
  send: () => Promise<Value>,
): Promise<Value> {
  const end = budget?.begin(provider);
  try {
    return await send();
  } finally {
    end?.();
  }
}

/** Every call of a request listens to its signal; Node takes more than ten listeners for a leak. */
function listenOften(signal: AbortSignal): void {
  setMaxListeners(0, signal);
}

interface WriteUnderWay {
  readonly provider: string;
  /** Of the request that asked for it. */
  readonly signal: AbortSignal;
  readonly isSent: () => boolean;
}

/**
 * The result of a write, unless its request ends first: once sent, the write then goes on, and the log tells what came
 * of it.
 */
function unlessEnded<Value>(
  written: Promise<Value>,
  { provider, signal, isSent }: WriteUnderWay,
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

/** A code that says "there is no such thing" counts only in a refusal, not in an outage that happens to carry it. */
function isMissing({ failure, reason }: ProviderError, missing: readonly string[]): boolean {
  return failure === 'rejected' && reason !== null && missing.includes(reason);
}
