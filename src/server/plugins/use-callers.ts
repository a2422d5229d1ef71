import type { Plugin } from 'graphql-yoga';
import type { Caller } from '../../graphql/caller.ts';
import { type ErrorAnswer, toErrorResponse } from '../answers/error-answer.ts';
import type { Authenticate, AuthenticationFailure } from '../callers/authenticate.ts';
import { toAuthenticationAnswer } from '../callers/authentication-answer.ts';
import { beforeDeadline, type Deadlines } from './use-deadlines.ts';

/** Who sends a request, or what to answer where that is not known. */
type Identified = Caller | ErrorAnswer;

/** Who sends the requests of the graph. */
export interface Callers {
  /**
   * Turns away, before its body is read, whoever comes through Yoga and cannot say who they are. Belongs behind what is for
   * everybody.
   */
  readonly plugin: Plugin;
  /** Finds out who sends a request, at once where nothing has to be waited for; else before its deadline. */
  identify(authorization: string | null, deadline: number): Identified | Promise<Identified>;
  /** The caller of the request with this context; throws where nobody has asked, so that nobody is served unchecked. */
  callerOf(context: object): Caller;
}

/**
 * Asks of each request that nothing has answered yet, whatever its path, who sends it. Where that cannot be told before the
 * request's deadline, it cannot be told at all.
 */
export function createCallers(
  authenticate: Authenticate,
  { deadlineOf }: Pick<Deadlines, 'deadlineOf'>,
): Callers {
  // Yoga has one context object for a request from beginning to end, while plugins may put another Request in its place.
  const callers = new WeakMap<object, Caller>();

  function identify(authorization: string | null, deadline: number): Identified | Promise<Identified> {
    const found = authenticate(authorization);
    return found instanceof Promise
      ? beforeDeadline(found, deadline, tooLate).then(toIdentified)
      : toIdentified(found);
  }

  return {
    identify,
    plugin: {
      async onRequest({ request, serverContext, fetchAPI, endResponse }) {
        const authorization = request.headers.get('authorization');
        const identified = await identify(authorization, deadlineOf(serverContext));
        if ('error' in identified) endResponse(toErrorResponse(identified, { request, fetchAPI }));
        else callers.set(serverContext, identified);
      },
    },
    callerOf(context) {
      const caller = callers.get(context);
      if (caller === undefined) throw new Error('nobody has asked who sends this request');
      return caller;
    },
  };
}

function toIdentified(found: Caller | AuthenticationFailure): Identified {
  return 'failure' in found ? toAuthenticationAnswer(found) : found;
}

const tooLate: AuthenticationFailure = { failure: 'unavailable' };
