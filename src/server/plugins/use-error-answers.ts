import type { Plugin } from 'graphql-yoga';
import { toErrorResponse } from '../answers/error-answer.ts';
import { createErrorAnswer } from '../answers/refusal.ts';

const message = 'There is nothing at this path.';

/** Puts an error in the shape of the graph's into answers that say nothing but that there is none. */
export function useErrorAnswers(): Plugin {
  return {
    onResponse({ request, response, fetchAPI, setResponse }) {
      if (response.status !== 404 || response.headers.has('content-type')) return;
      const { 'content-length': _none, ...headers } = Object.fromEntries(response.headers);
      const answer = createErrorAnswer({ message, status: 404, headers });
      setResponse(toErrorResponse(answer, { request, fetchAPI }));
    },
  };
}
