import type { Plugin } from 'graphql-yoga';
import { readJsonTypes } from '../qualities.ts';

/**
 * Refuses requests that could not be answered in JSON, before anything is executed or answered in another way, and puts
 * what a client takes in the order in which it would have it: Yoga goes by the order, and not by the weights.
 */
export function useJsonAnswers(): Plugin {
  return {
    onRequestParse({ request: { headers }, fetchAPI, endResponse }) {
      const taken = readJsonTypes(headers.get('accept'));
      if (taken.length === 0) endResponse(new fetchAPI.Response(null, { status: 406 }));
      else headers.set('accept', taken.join(', '));
    },
  };
}
