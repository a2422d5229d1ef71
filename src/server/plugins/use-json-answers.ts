import type { Plugin } from 'graphql-yoga';
import { toErrorResponse } from '../answers/error-answer.ts';
import { createErrorAnswer } from '../answers/refusal.ts';
import { readJsonTypes } from '../qualities.ts';

/**
 * Refuses requests that could not be answered in JSON, before anything is executed or answered in another way, and puts
 * what a client takes in the order in which it would have it: Yoga goes by the order, and not by the weights.
 */
export function useJsonAnswers(): Plugin {
  return {
    onRequestParse({ request, fetchAPI, endResponse }) {
      const { headers } = request;
      const taken = readJsonTypes(headers.get('accept'));
      if (taken.length === 0) endResponse(toErrorResponse(notAcceptable, { request, fetchAPI }));
      else headers.set('accept', taken.join(', '));
    },
  };
}

/** The answer to a client that takes no JSON. */
export const notAcceptable = createErrorAnswer({
  message: 'The answer is JSON, which Accept does not allow.',
  status: 406,
});
