import type { Plugin } from 'graphql-yoga';
import type { Caller } from '../../graphql/caller.ts';
import { toErrorResponse } from '../answers/error-answer.ts';
import type { Authenticate, AuthenticationFailure } from '../callers/authenticate.ts';
import { toAuthenticationAnswer } from '../callers/authentication-answer.ts';
import { beforeDeadline, type Deadlines } from './use-deadlines.ts';

/** Who sends the requests of the graph. */
export interface Callers {
  /** Turns away, before its body is read, whoever cannot say who they are. Belongs behind what is for everybody. */
  readonly plugin: Plugin;
  /** The caller of the request with this context; throws where the plugin has not run, so that nobody is served unchecked. */
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

  return {
    plugin: {
      async onRequest({ request, serverContext, fetchAPI, endResponse }) {
        const caller = await beforeDeadline(
          authenticate(request.headers.get('authorization')),
          deadlineOf(serverContext),
          tooLate,
        );
        if ('failure' in caller)
          endResponse(toErrorResponse(toAuthenticationAnswer(caller), { request, fetchAPI }));
        else callers.set(serverContext, caller);
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
