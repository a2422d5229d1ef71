import type { Plugin } from 'graphql-yoga';
import type { Caller } from '../../graphql/caller.ts';
import { type ErrorAnswer, toErrorResponse } from '../answers/error-answer.ts';
import type { Authenticate, AuthenticationFailure } from '../callers/authenticate.ts';
import { toAuthenticationAnswer } from '../callers/authentication-answer.ts';
import { beforeDeadline, type Deadlines } from './use-deadlines.ts';

/** Who sends the requests of the graph. */
export interface Callers {
  /** Turns away, before its body is read, whoever comes through Yoga and cannot say who they are. Belongs behind what is for everybody. */
  readonly plugin: Plugin;
  /** Finds out who sends the request with this context; tells what to answer where that is not known. */
  identify(context: object, authorization: string | null): Promise<ErrorAnswer | null>;
  /** The caller of the request with this context; throws where nobody has asked, so that nobody is served unchecked. */
  callerOf(context: object): Caller;
}

/**
 * Asks of each request that nothing has answered yet, whatever its path, who sends it. Where that
 * cannot be told before the request's deadline, it cannot be told at all.
 */
export function createCallers(
  authenticate: Authenticate,
  { deadlineOf }: Pick<Deadlines, 'deadlineOf'>,
): Callers {
  // Yoga has one context object for a request from beginning to end, while plugins may put another Request in its place.
  const callers = new WeakMap<object, Caller>();

  async function identify(context: object, authorization: string | null): Promise<ErrorAnswer | null> {
    const found = authenticate(authorization);
    const caller =
      found instanceof Promise ? await beforeDeadline(found, deadlineOf(context), tooLate) : found;
    if ('failure' in caller) return toAuthenticationAnswer(caller);
    callers.set(context, caller);
    return null;
  }

  return {
    identify,
    plugin: {
      async onRequest({ request, serverContext, fetchAPI, endResponse }) {
        const refusal = await identify(serverContext, request.headers.get('authorization'));
        if (refusal !== null) endResponse(toErrorResponse(refusal, { request, fetchAPI }));
      },
    },
    callerOf(context) {
      const caller = callers.get(context);
      if (caller === undefined) throw new Error('nobody has asked who sends this request');
      return caller;
    },
  };
}

const tooLate: AuthenticationFailure = { failure: 'unavailable' };
