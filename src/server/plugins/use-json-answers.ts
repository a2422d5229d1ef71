import type { Plugin } from 'graphql-yoga';
import { readQualities } from '../qualities.ts';

const answerable = ['application/graphql-response+json', 'application/json', 'application/*', '*/*'] as const;

/** Refuses requests that could not be answered in JSON, before anything is executed or answered in another way. */
export function useJsonAnswers(): Plugin {
  return {
    onRequestParse({ request, fetchAPI, endResponse }) {
      const wanted = readQualities(request.headers.get('accept') ?? '*/*');
      const takesJson = answerable.some((type) => (wanted.get(type) ?? 0) > 0);
      if (!takesJson) endResponse(new fetchAPI.Response(null, { status: 406 }));
    },
  };
}
