import { setMaxListeners } from 'node:events';
import type { Dispatcher } from 'undici';
import type { z } from 'zod';
import type { Call } from '../billing/call.ts';
import { ProviderError } from '../billing/provider-error.ts';
import type { ProviderStatus } from '../billing/provider-status.ts';
import { type AccountLineOptions, createAccountLine, type Place, type StatusChange } from './account-line.ts';
import { withDeadline } from './deadline.ts';
import { createDownload, type Download } from './download.ts';
import { createExchange, type OutgoingRequest, type Sending, type Upstream } from './exchange.ts';
import type { Path } from './path.ts';
import { type Answered, observe, type ProviderCall } from './provider-call.ts';
import { readJson } from './read-body.ts';
import { createRetryReads } from './retry-reads.ts';
import { toTransportError } from './transport-error.ts';
import { validate } from './validate.ts';
import { toWriteError } from './write-error.ts';
import { tellWritten, unlessEnded } from './write-under-way.ts';

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
  /** Told when an account is no longer asked because it fails, and when it answers again. */
  readonly onStatus?: ((change: StatusChange) => void) | undefined;
}

/** How to talk to one provider account. */
export interface JsonClientOptions extends Wire, Upstream, Omit<AccountLineOptions, 'isStale'> {
  /** One try, from its start to the last byte. */
  readonly timeoutMs: number;
  /** What spreads retries, from 0 to 1; absent: chance. */
  readonly random?: (() => number) | undefined;
}

/** A client for one provider account. */
export function createJsonClient(options: JsonClientOptions): JsonClient {
  const { provider, timeoutMs, onExchange } = options;
  const isStale = createStaleCheck(options);
  const line = createAccountLine({ ...options, isStale });
  const retrying = createRetryReads({ ...options, isStale, isDown: line.isDown });
  const exchange = createExchange(options);
  const dispatchers = { kept: options.dispatcher, fresh: options.freshDispatcher };

  async function ask<Value>(request: JsonRequest<Value>, asking: Asking): Promise<Answered<Value>> {
    const { status, body } = await withDeadline(asking.signal, timeoutMs, async (signal) => {
      const answer = await exchange(request, { ...asking, accept: 'application/json', signal });
      return { status: answer.status, body: await readJson(answer) };
    });
    return { status, read: () => validate(provider, request.schema, body, status) };
  }

  /** Passes the line, and tells it what came of the call. */
  async function pass<Value>(
    { call, path }: { readonly call: Call; readonly path: Path },
    send: (hear: Place['hear']) => Promise<Value>,
  ): Promise<Value> {
    const place = await line.enter(call, path.template);
    try {
      // The request may have ended after the place was given and before it was taken.
      call.signal.throwIfAborted();
      const value = await countCall(provider, call, () => send(place.hear));
      place.leave(null);
      return value;
    } catch (error) {
      place.leave(error);
      throw error;
    }
  }

  async function read<Value>(
    { path, method }: OutgoingRequest,
    call: Call,
    answer: (asking: Asking) => Promise<Answered<Value>>,
  ): Promise<Value> {
    listenOften(call.signal);
    const asking = { signal: call.signal, now: () => call.now() };
    try {
      return await retrying(call, (connection) =>
        pass({ call, path }, (hear) =>
          observe(provider, { path, method }, onExchange, () =>
            answer({ ...asking, hear, dispatcher: dispatchers[connection] }),
          ),
        ),
      );
    } catch (error) {
      throw toTransportError(provider, error);
    }
  }

  function write<Value>(request: WriteRequest<Value>, call: Call): Promise<Value> {
    listenOften(call.signal);
    let hasLeft = false;
    const giveUp = new AbortController();
    const endUnsent = () => {
      if (!hasLeft) giveUp.abort(call.signal.reason);
    };
    call.signal.addEventListener('abort', endUnsent, { once: true });
    const tell = (told: ProviderCall) => onExchange({ ...told, late: call.signal.aborted });
    const written = pass({ call, path: request.path }, (hear) => {
      const onLeave = () => {
        hasLeft = true;
      };
      const asking = { signal: giveUp.signal, now: () => call.now(), hear, onLeave };
      return observe(provider, request, tell, () =>
        ask(request, asking).catch((error: unknown) => {
          throw hasLeft ? toWriteError(provider, error) : error;
        }),
      );
    });
    const sent = { provider, call, isSent: () => hasLeft };
    const over = tellWritten(written, sent).finally(() => {
      call.signal.removeEventListener('abort', endUnsent);
      request.onOver?.();
    });
    return unlessEnded(over, sent);
  }

  return {
    status: line.status,
    send: (request, call) => read(request, call, (asking) => ask(request, asking)),
    find: <Value>(request: FindRequest<Value>, call: Call) =>
      read(request, call, (asking) =>
        ask(request, asking).catch((error: unknown): Answered<null> => {
          if (!(error instanceof ProviderError) || !isMissing(error, request.missing)) throw error;
          return { status: error.status, read: () => null };
        }),
      ),
    write,
    download: createDownload({ provider, timeoutMs, onExchange, line, exchange }),
  };
}

/** How a try is sent, but for its own time. */
type Asking = Omit<Sending, 'accept'>;

/** Whether a call only found its connection closed, and there is a way to make it on a fresh one. */
function createStaleCheck({ freshDispatcher, brokeKeptConnection }: Wire): (error: unknown) => boolean {
  return (error) =>
    freshDispatcher !== undefined &&
    error instanceof ProviderError &&
    // What breaks an answer that has begun may be its first on the connection.
    (error.failure === 'unavailable' || error.failure === 'outcome-unknown') &&
    error.status === null &&
    brokeKeptConnection?.(error.cause) === true;
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

/** A code that says "there is no such thing" counts only in a refusal, not in an outage that happens to carry it. */
function isMissing({ failure, reason }: ProviderError, missing: readonly string[]): boolean {
  return failure === 'rejected' && reason !== null && missing.includes(reason);
}
