import type { Dispatcher } from 'undici';
import { ProviderError } from '../billing/provider-error.ts';
import type { AccountCall, CallSignal } from './account-call.ts';
import type { AccountLine, Place } from './account-line.ts';
import type { Received } from './collector.ts';
import type { Exchange, JsonAnswer, JsonRequest } from './exchange.ts';
import type { ProviderCall } from './provider-call.ts';
import { receive } from './receive.ts';
import { validate } from './validate.ts';

/** How a request is sent, and what is made of its failures. */
interface Asking<Instead> {
  readonly call: AccountCall;
  readonly kind: 'read' | 'write';
  /** Gives up what is sent, with its reason. */
  readonly signal: CallSignal;
  readonly dispatcher: Dispatcher;
  /** Told when there is a connection, and the request may be on its way; absent: nobody wants to know. */
  readonly onLeave?: () => void;
  /** What it comes to that no answer was had, or a refusal. */
  readonly settle: (error: unknown) => Outcome<Instead>;
  /** Told how it ended, where it was sent. */
  readonly tell: (call: ProviderCall) => void;
}

/** What a call that failed comes to: a failure, or a value all the same. */
export type Outcome<Instead> = Failed | { readonly value: Instead };

/** What a failure is told as, and thrown. */
export interface Failed {
  readonly error: unknown;
}

/**
 * Sends a request once, when its account may be asked and the budget of its operation covers it, and makes of the answer
 * what its schema does. An answer of the wrong shape is a bad response.
 */
export type Ask = <Value, Instead>(
  request: JsonRequest<Value>,
  asking: Asking<Instead>,
) => Promise<Value | Instead>;

interface AskOptions {
  readonly provider: string;
  /** One try, from its start to the last byte. */
  readonly timeoutMs: number;
  readonly line: AccountLine;
  readonly exchange: Exchange;
}

/** Asks one provider account. */
export function createAsk({ provider, timeoutMs, line, exchange }: AskOptions): Ask {
  /** Makes a call that has its place, and leaves that in any case. */
  function take<Value, Instead>(
    place: Place,
    request: JsonRequest<Value>,
    { call, kind, signal, dispatcher, onLeave, settle, tell }: Asking<Instead>,
  ): Promise<Value | Instead> {
    const { method, path, schema } = request;
    let endCount: (() => void) | undefined;
    let sentAt: number | null = null;

    function leave(status: number | null, error: unknown): void {
      try {
        if (sentAt !== null) {
          const durationMs = performance.now() - sentAt;
          tell({ provider, method, path: path.template, durationMs, status, error, late: false });
        }
      } finally {
        // Whoever is told may fail; the place is free all the same.
        endCount?.();
        line.leave(place, error);
      }
    }

    function end(cause: unknown, outcome: Outcome<Instead>): Instead {
      if ('value' in outcome) {
        leave(statusOf(cause), null);
        return outcome.value;
      }
      leave(statusOf(outcome.error), outcome.error);
      throw outcome.error;
    }

    function read(received: Received): Value | Instead {
      let answer: JsonAnswer | null = null;
      let value: Value;
      try {
        answer = exchange.read(received, call);
        value = validate(provider, schema, answer.body, answer.status);
      } catch (cause) {
        return end(cause, answer === null ? settle(cause) : { error: cause });
      }
      // Not above: what fails while the place is left must not leave it once more.
      leave(answer.status, null);
      return value;
    }

    try {
      // The request may have ended after the place was given and before it was taken.
      call.signal.throwIfAborted();
      endCount = call.budget?.begin(provider);
      const sent = exchange.spell(request, kind);
      sentAt = performance.now();
      return receive(dispatcher, sent, {
        signal,
        timeoutMs,
        onLeave,
        onHeaders(headers) {
          const quota = exchange.readQuota(headers, call);
          if (quota !== null) line.hear(place, quota);
        },
        read,
        fail: (cause) => end(cause, settle(cause)),
      });
    } catch (error) {
      leave(null, error);
      return Promise.reject(error);
    }
  }

  return (request, asking) => {
    const { call } = asking;
    const { template } = request.path;
    const place = line.enterNow(call, template);
    return place === null
      ? line.enter(call, template).then((given) => take(given, request, asking))
      : take(place, request, asking);
  };
}

function statusOf(error: unknown): number | null {
  return error instanceof ProviderError ? error.status : null;
}
