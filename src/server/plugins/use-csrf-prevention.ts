import type { Plugin } from 'graphql-yoga';
import { createRequestError } from '../answers/refusal.ts';
import { readContentType } from '../content-type.ts';

/** Any of them, with any value, makes a browser ask first whether a page of another origin may send the request. */
export const preflightHeaders = ['apollo-require-preflight', 'graphql-require-preflight'] as const;

/**
 * Refuses what any page can make a browser send here without asking first: a GET, or a POST whose body is not declared to
 * be JSON, without one of the headers that a page cannot set unasked.
 */
export function useCsrfPrevention(): Plugin {
  return {
    onRequestParse({ request: { method, headers } }) {
      if (method !== 'GET' && method !== 'POST') return;
      const isJson = readContentType(headers.get('content-type')).type === 'application/json';
      if (method === 'POST' && isJson) return;
      if (preflightHeaders.some((name) => headers.get(name) !== null)) return;
      throw createRequestError({
        message: `Send a POST request with a JSON body, or the header ${preflightHeaders.join(' or ')}.`,
        status: 403,
        code: 'FORBIDDEN',
      });
    },
  };
}
