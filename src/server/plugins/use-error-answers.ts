import type { Plugin } from 'graphql-yoga';
import { toErrorResponse } from '../answers/error-answer.ts';
import { createErrorAnswer } from '../answers/refusal.ts';

const messages: ReadonlyMap<number, string> = new Map([
  [404, 'There is nothing at this path.'],
  [406, 'The answer is JSON, which Accept does not allow.'],
]);

/** Puts an error in the shape of the graph's into refusals that say nothing but their status. */
export function useErrorAnswers(): Plugin {
  return {
    onResponse({ request, response, fetchAPI, setResponse }) {
      const message = messages.get(response.status);
      if (message === undefined || response.headers.has('content-type')) return;
      const { 'content-length': _none, ...headers } = Object.fromEntries(response.headers);
      const answer = createErrorAnswer({ message, status: response.status, headers });
      setResponse(toErrorResponse(answer, { request, fetchAPI }));
    },
  };
}
