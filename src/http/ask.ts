import type { z } from 'zod';
import { ProviderError } from '../billing/provider-error.ts';
import type { Exchange, JsonAnswer, OutgoingRequest, SendingWhole } from './exchange.ts';
import { type ProviderCall, startCall } from './provider-call.ts';
import { validate } from './validate.ts';

/** How a request is sent, and what is made of its failures. */
interface Asking<Instead> {
  readonly sending: SendingWhole;
  /** What it comes to that no answer was had, or a refusal. */
  readonly settle: (error: unknown) => Outcome<Instead>;
  /** Told how it ended. */
  readonly tell: (call: ProviderCall) => void;
}

/** What a call that failed comes to: a failure, or a value all the same. */
export type Outcome<Instead> = Failed | { readonly value: Instead };

/** What a failure is told as, and thrown. */
export interface Failed {
  readonly error: unknown;
}

/** Sends a request once, and makes of the answer what its schema does. An answer of the wrong shape is a bad response. */
export type Ask = <Value, Instead>(
  request: OutgoingRequest & { readonly schema: z.ZodType<Value> },
  asking: Asking<Instead>,
) => Promise<Value | Instead>;

/** Asks one provider account. */
export function createAsk(provider: string, exchange: Exchange): Ask {
  return async (request, { sending, settle, tell }) => {
    const tellEnd = startCall(provider, request, tell);
    let answer: JsonAnswer | null = null;
    try {
      answer = await exchange.ask(request, sending);
      const value = validate(provider, request.schema, answer.body, answer.status);
      tellEnd(answer.status, null);
      return value;
    } catch (cause) {
      const outcome = answer === null ? settle(cause) : { error: cause };
      if ('value' in outcome) {
        tellEnd(statusOf(cause), null);
        return outcome.value;
      }
      tellEnd(statusOf(outcome.error), outcome.error);
      throw outcome.error;
    }
  };
}

function statusOf(error: unknown): number | null {
  return error instanceof ProviderError ? error.status : null;
}
