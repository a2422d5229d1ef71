import { type IncomingHttpHeaders, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { securityHeaders } from '../../src/server/answers/security-headers.ts';
import { type Listener, listen } from '../../src/server/listen.ts';
import { isLoopbackHost } from '../../src/server/loopback-host.ts';
import { refuseForeignHosts } from '../../src/server/refuse-foreign-hosts.ts';

const seen: unknown[] = [];
let listener: Listener;
beforeAll(async () => {
  const handle = refuseForeignHosts(({ headers }, response) => {
    seen.push(headers.host);
    response.end('{}');
  });
  listener = await listen(handle, { host: '127.0.0.1', port: 0 });
});
afterAll(() => listener.close());

/** Gets / under this name. */
function get(host: string): Promise<{
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port: listener.port, headers: { host }, agent: false });
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          headers: response.headers,
          body: JSON.parse(Buffer.concat(chunks).toString()),
        }),
      );
    });
    outgoing.on('error', reject).end();
  });
}

describe('a server for this machine only', () => {
  it.each([
    'localhost',
    'LOCALHOST:4000',
    'billgraph.localhost:4000',
    '127.0.0.1:4000',
    '127.1.2.3',
    '[::1]:4000',
  ])('serves %s', async (host) => {
    expect(await get(host)).toMatchObject({ status: 200, body: {} });
    expect(seen.pop()).toBe(host);
  });

  it.each([
    'evil.example',
    'evil.example:4000',
    'localhost.evil.example',
    'notlocalhost',
    '127.0.0.1.evil.example',
    'evil.example/localhost',
    'localhost@evil.example',
    '10.0.0.1',
    '0.0.0.0:4000',
    '[::]:4000',
    '[::ffff:10.0.0.1]',
  ])('refuses %s', async (host) => {
    expect(await get(host)).toEqual({
      status: 403,
      headers: expect.objectContaining(securityHeaders),
      body: {
        errors: [
          {
            message: expect.stringMatching(/^This host name is not served: /),
            extensions: { code: 'FORBIDDEN' },
          },
        ],
      },
    });
    expect(seen).toEqual([]);
  });
});

it.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['localhost', true],
  ['0.0.0.0', false],
  ['::', false],
  ['10.0.0.1', false],
  ['127.0.0.1.example', false],
  ['1270.0.0.1', false],
])('%s is this machine only: %s', (host, expected) => {
  expect(isLoopbackHost(host)).toBe(expected);
});
