import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GraphiqlAssets } from '../../../src/server/graphiql/read-assets.ts';
import { createRepresentation } from '../../../src/server/graphiql/representation.ts';
import { securityHeaders } from '../../../src/server/answers/security-headers.ts';
import { createFakeProvider } from '../../support/fake-provider.ts';
import { type OpenPort, openPort } from '../../support/open-port.ts';
import { sendRaw } from '../../support/send-raw.ts';

describe('every answer of the port', () => {
  const script = createRepresentation('text/javascript', 'run()');
  const assets: GraphiqlAssets = {
    manifest: {
      script: 'page.js',
      style: 'page.css',
      icon: 'icon.svg',
      preload: [],
      workers: { editor: 'e.js', graphql: 'g.js', json: 'j.js' },
      files: [],
    },
    files: new Map([['page.js', script]]),
  };
  let server: OpenPort;
  beforeAll(async () => {
    const graphiql = { assets, examples: [] };
    server = await openPort({ providers: [createFakeProvider({ name: 'lago' })], graphiql });
  });
  afterAll(() => server.close());

  it.each([
    [
      'of the graph',
      '/graphql',
      { method: 'POST', body: '{"query":"{__typename}"}', headers: { 'content-type': 'application/json' } },
      200,
    ],
    [
      'that is an error',
      '/graphql',
      { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } },
      400,
    ],
    [
      'of the graph, with an error',
      '/graphql',
      { method: 'POST', body: '{"query":"{x}"}', headers: { 'content-type': 'application/json' } },
      200,
    ],
    [
      'that is not what is taken',
      '/graphql',
      { method: 'POST', headers: { 'content-type': 'application/json', accept: 'image/png' } },
      406,
    ],
    [
      'to a client in a hurry that says so badly',
      '/graphql',
      { method: 'POST', headers: { 'content-type': 'application/json', 'x-request-timeout-ms': 'soon' } },
      400,
    ],
    ['that refuses', '/graphql', { method: 'GET' }, 403],
    ['to a preflight', '/graphql', { method: 'OPTIONS' }, 204],
    ['about health', '/health', {}, 200],
    ['about readiness', '/ready', {}, 200],
    ['with customers', '/customers.csv', {}, 200],
    ['without customers', '/customers.csv?x=1', {}, 400],
    ['from nowhere', '/', {}, 404],
  ])('%s carries the security headers', async (_what, path, init, status) => {
    const response = await fetch(`${server.origin}${path}`, init);
    expect(response.status).toBe(status);
    expect(Object.fromEntries(response.headers)).toMatchObject(securityHeaders);
  });

  it('that is a file of the GraphiQL page carries them, and is kept', async () => {
    const response = await fetch(`${server.origin}/graphql/assets/page.js`);
    expect([response.status, response.headers.get('cache-control')]).toEqual([
      200,
      'public, max-age=31536000, immutable',
    ]);
    const { 'content-security-policy': _policy, 'cache-control': _kept, ...others } = securityHeaders;
    expect(Object.fromEntries(response.headers)).toMatchObject(others);
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
    );
  });

  it('that is the GraphiQL page carries them with a policy of its own', async () => {
    const { headers } = await fetch(`${server.origin}/graphql`, { headers: { accept: 'text/html' } });
    const { 'content-security-policy': _policy, 'cache-control': _kept, ...others } = securityHeaders;
    expect(Object.fromEntries(headers)).toMatchObject(others);
    expect(headers.get('content-security-policy')).toMatch(/script-src 'self'.*frame-ancestors 'none'/);
  });

  it.each([
    ['without a Host', 'GET /graphql HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['with a Host that no URL can hold', 'GET /graphql HTTP/1.1\r\nHost: a b\r\n\r\n', 400],
    ['for a whole URL', 'GET http://evil.example/graphql HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ['for the server as such', 'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ['that is not HTTP', 'hello\r\n\r\n', 400],
    ['with headers that never end', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(17_000)}\r\n\r\n`, 431],
    ['that expects more', 'GET / HTTP/1.1\r\nHost: x\r\nExpect: more\r\nConnection: close\r\n\r\n', 404],
  ])('to a request %s is an error with the security headers', async (_what, bytes, status) => {
    const answer = await sendRaw(server.port, bytes);
    expect(answer.status).toBe(status);
    expect(Object.fromEntries(answer.headers)).toMatchObject(securityHeaders);
    expect(JSON.parse(answer.body)).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });
});
