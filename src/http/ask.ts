import type { z } from 'zod';
import { ProviderError } from '../billing/provider-error.ts';
import type { AccountLine } from './account-line.ts';
import type { Exchange, OutgoingRequest, SendingWhole } from './exchange.ts';
import type { ProviderCall } from './provider-call.ts';
import { validate } from './validate.ts';
import type { AccountCall } from './waiters.ts';

/** How a request is sent, and what is made of its failures. */
interface Asking<Instead> {
  readonly call: AccountCall;
  readonly sending: Pick<SendingWhole, 'kind' | 'signal' | 'dispatcher' | 'onLeave'>;
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
  request: OutgoingRequest & { readonly schema: z.ZodType<Value> },
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
  return async (request, { call, sending, settle, tell }) => {
    const { method, path, schema } = request;
    const { kind, signal, dispatcher, onLeave } = sending;
    const place = line.enterNow(call, path.template) ?? (await line.enter(call, path.template));
    let endCount: (() => void) | undefined;
    let sentAt: number | null = null;
    /** Of an answer that went well, whatever is in it. */
    let status: number | null = null;

    try {
      // The request may have ended after the place was given and before it was taken.
      call.signal.throwIfAborted();
      endCount = call.budget?.begin(provider);
      sentAt = performance.now();
      const value = await exchange.ask(
        request,
        {
          kind,
          signal,
          timeoutMs,
          dispatcher,
          onLeave,
          now: () => call.now(),
          hear: (told) => line.hear(place, told),
        },
        (answer) => {
          status = answer.status;
          return validate(provider, schema, answer.body, answer.status);
        },
      );
      leave(status, null);
      return value;
    } catch (cause) {
      const outcome = sentAt === null || status !== null ? { error: cause } : settle(cause);
      if ('value' in outcome) {
        leave(statusOf(cause), null);
        return outcome.value;
      }
      leave(statusOf(outcome.error), outcome.error);
      throw outcome.error;
    }

    function leave(status: number | null, error: unknown): void {
      if (sentAt !== null)
        tell({
          provider,
          method,
          path: path.template,
          durationMs: performance.now() - sentAt,
          status,
          error,
          late: false,
        });
      endCount?.();
      line.leave(place, error);
    }
  };
}

function statusOf(error: unknown): number | null {
  return error instanceof ProviderError ? error.status : null;
}
