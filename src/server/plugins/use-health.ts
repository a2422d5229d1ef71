import type { Plugin } from 'graphql-yoga';

/** `GET /health`: 200 while the process lives. `GET /ready`: 200 while it takes traffic, 503 while it does not. */
export function useHealth(isReady: () => boolean): Plugin {
  return {
    onRequest({ url, request, fetchAPI, endResponse }) {
      if (request.method !== 'GET') return;
      const answer = (status: number, text: string) =>
        endResponse(
          new fetchAPI.Response(`${text}\n`, {
            status,
            headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
          }),
        );
      if (url.pathname === '/health') answer(200, 'ok');
      else if (url.pathname === '/ready') isReady() ? answer(200, 'ready') : answer(503, 'not ready');
    },
  };
}
