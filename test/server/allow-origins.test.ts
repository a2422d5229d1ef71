import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFakeProvider } from '../support/fake-provider.ts';
import { type OpenPort, openPort } from '../support/open-port.ts';

describe('the pages of another origin', () => {
  const origin = 'https://app.example';
  const preflight = {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'x-evil',
  };
  let server: OpenPort;
  let closed: OpenPort;
  beforeAll(async () => {
    const providers = [createFakeProvider({ name: 'lago' })];
    server = await openPort({ providers, corsOrigins: [origin] });
    closed = await openPort({ providers });
  });
  afterAll(() => Promise.all([server.close(), closed.close()]));

  it.each(['/graphql', '/customers.csv'])('that is let in may send what clients send to %s', async (path) => {
    const { status, headers } = await fetch(`${server.origin}${path}`, {
      method: 'OPTIONS',
      headers: preflight,
    });
    expect(status).toBe(204);
    expect(Object.fromEntries(headers)).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers':
        'authorization, content-type, apollo-require-preflight, graphql-require-preflight, x-request-timeout-ms, x-billgraph-debug',
    });
    expect(headers.has('access-control-allow-credentials')).toBe(false);
  });

  it.each([
    ['an answer', { method: 'POST', body: '{"query":"{__typename}"}', type: 'application/json' }, '/graphql'],
    ['a refusal', { method: 'POST', body: '', type: 'text/plain' }, '/graphql'],
    ['a refusal of a path', { method: 'GET', type: 'text/plain' }, '/nothing'],
    ['the export', { method: 'GET', type: 'text/plain' }, '/customers.csv'],
  ])('that is let in may read %s', async (_what, { type, ...init }, path) => {
    const response = await fetch(`${server.origin}${path}`, {
      ...init,
      headers: { origin, 'content-type': type },
    });
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
    expect(response.headers.get('access-control-expose-headers')).toContain('retry-after');
  });

  it('may read nothing when it is not let in', async () => {
    for (const [{ origin: url }, from] of [
      [closed, origin],
      [server, 'https://app.example.evil'],
      [server, 'null'],
    ] as const) {
      for (const path of ['/graphql', '/customers.csv']) {
        for (const method of ['OPTIONS', 'GET']) {
          const { headers } = await fetch(`${url}${path}`, {
            method,
            headers: { ...preflight, origin: from },
          });
          expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
        }
      }
    }
  });
});
