import type { Dispatcher } from 'undici';
import type { Call } from '../billing/call.ts';
import { ProviderError } from '../billing/provider-error.ts';
import type { ProviderStatus } from '../billing/provider-status.ts';
import { type AccountCall, listenOften } from './account-call.ts';
import { type AccountLineOptions, createAccountLine, type StatusChange } from './account-line.ts';
import { createAsk, type Failed, type Outcome } from './ask.ts';
import type { Pipelining } from './connections.ts';
import { createDownload, type Download } from './download.ts';
import { createExchange, type JsonRequest, type Upstream } from './exchange.ts';
import type { ProviderCall } from './provider-call.ts';
import { createRetryReads } from './retry-reads.ts';
import { toTransportError } from './transport-error.ts';
import { toWriteError } from './write-error.ts';
import { tellWritten, unlessEnded } from './write-under-way.ts';

/** A call that may find nothing. */
export interface FindRequest<Value> extends JsonRequest<Value> {
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
  send<Value>(request: JsonRequest<Value>, call: AccountCall): Promise<Value>;
  /** A read; null where the provider says that there is no such thing. */
  find<Value>(request: FindRequest<Value>, call: AccountCall): Promise<Value | null>;
  /**
   * A change. It is sent once, and once sent it is not called back: when its request ends first, it goes on, and fails
   * here with `outcome-unknown`, as does a change that gets no answer.
   */
  write<Value>(request: WriteRequest<Value>, call: Call): Promise<Value>;
  /** The bytes of a long answer that is not JSON, as they come. */
  readonly download: Download;
  /** How the account is doing. */
  status(): ProviderStatus;
  /** Whoever reads from now on waits for no read that has begun: something was written to the account elsewhere. */
  forgetReads(): void;
}

/** What all accounts of one process share: the connections and the log. */
export interface Wire {
  readonly dispatcher: Dispatcher;
  /** For a read whose kept connection turned out to be closed; absent: none is tried again for that. */
  readonly freshDispatcher?: Dispatcher | undefined;
  /** For reads that are sent ahead of each other's answers; absent: none are. */
  readonly pipelined?: ((of: Pipelining) => Dispatcher) | undefined;
  /** Whether the error broke a connection that had served another call before; absent: it never did. */
  readonly brokeKeptConnection?: ((error: unknown) => boolean) | undefined;
  /** How many calls of an account may wait for their turn; absent: 1,000. */
  readonly longestQueue?: number | undefined;
  /** What this process has in common with others that ask the same accounts; absent: there are none. */
  readonly share?: AccountLineOptions['share'];
  /** Told after every call that was sent. */
  readonly onExchange: (call: ProviderCall) => void;
  /** Told when an account is no longer asked because it fails, and when it answers again. */
  readonly onStatus?: ((change: StatusChange) => void) | undefined;
}

/** How to talk to one provider account. */
export interface JsonClientOptions extends Wire, Upstream, Omit<AccountLineOptions, 'isStale'> {
  /** One try, from its start to the last byte. */
  readonly timeoutMs: number;
  /** How many reads may be under way on one connection; absent: 1. Changes never are. */
  readonly pipelining?: number | undefined;
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
  const ask = createAsk({ provider, timeoutMs, line, exchange });
  const { dispatcher } = options;
  const dispatchers = {
    kept: openPipelined(options) ?? dispatcher,
    fresh: options.freshDispatcher ?? dispatcher,
  };

  const toFailed = (error: unknown): Failed => ({ error: toTransportError(provider, error) });

  function read<Value, Instead>(
    request: JsonRequest<Value>,
    call: AccountCall,
    settle: (error: unknown) => Outcome<Instead>,
  ): Promise<Value | Instead> {
    const { signal } = call;
    listenOften(signal);
    return retrying(call, (connection) =>
      ask(request, {
        call,
        kind: 'read',
        signal,
        dispatcher: dispatchers[connection],
        settle,
        tell: onExchange,
      }),
    );
  }

  function write<Value>(request: WriteRequest<Value>, call: Call): Promise<Value> {
    listenOften(call.signal);
    let hasLeft = false;
    const giveUp = new AbortController();
    const endUnsent = () => {
      if (!hasLeft) giveUp.abort(call.signal.reason);
    };
    call.signal.addEventListener('abort', endUnsent, { once: true });
    const onLeave = () => {
      hasLeft = true;
    };
    const { signal } = giveUp;
    const written = ask(request, {
      call,
      kind: 'write',
      signal,
      onLeave,
      dispatcher,
      settle: (error): Outcome<never> =>
        hasLeft ? { error: toWriteError(provider, error) } : toFailed(error),
      tell: (told) => onExchange({ ...told, late: call.signal.aborted }),
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
    // None is shared here.
    forgetReads() {},
    send: (request, call) => read(request, call, toFailed),
    find: (request, call) =>
      read(
        request,
        call,
        (error): Outcome<null> => (isMissing(error, request.missing) ? { value: null } : toFailed(error)),
      ),
    write,
    download: createDownload({ provider, timeoutMs, onExchange, line, exchange }),
  };
}

/** As many connections as it takes for all calls that may be under way; null where each has one of its own. */
function openPipelined({ pipelined, pipelining = 1, maxConcurrency }: JsonClientOptions): Dispatcher | null {
  if (pipelined === undefined || pipelining === 1) return null;
  return pipelined({ connections: Math.ceil(maxConcurrency / pipelining), requests: pipelining });
}

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

/** A code that says "there is no such thing" counts only in a refusal, not in an outage that happens to carry it. */
function isMissing(error: unknown, missing: readonly string[]): boolean {
  return (
    error instanceof ProviderError &&
    error.failure === 'rejected' &&
    error.reason !== null &&
    missing.includes(error.reason)
  );
}
