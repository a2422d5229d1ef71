import type { Plugin } from 'graphql-yoga';

/** Answers 404 to whatever asks for a path that does not begin exactly so; Yoga takes any that ends like its own. */
export function useKnownPaths(isKnown: (path: string) => boolean): Plugin {
  return {
    onRequest({ url, fetchAPI, endResponse }) {
      if (!isKnown(url.pathname)) endResponse(new fetchAPI.Response(null, { status: 404 }));
    },
  };
}
