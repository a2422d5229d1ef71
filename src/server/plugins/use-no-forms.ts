import type { Plugin } from 'graphql-yoga';

/** Refuses bodies that are HTML forms: any page can make a browser send one here, without asking first. */
export function useNoForms(): Plugin {
  return {
    onRequest({ request, fetchAPI, endResponse }) {
      const type = request.headers.get('content-type') ?? '';
      if (!/^\s*application\/x-www-form-urlencoded/i.test(type)) return;
      endResponse(new fetchAPI.Response(null, { status: 415, statusText: 'Unsupported Media Type' }));
    },
  };
}
