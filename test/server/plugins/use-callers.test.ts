import { afterEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../src/graphql/caller.ts';
import type { Authenticate } from '../../../src/server/callers/authenticate.ts';
import type { ServerOptions } from '../../../src/server/create-server.ts';
import { apiKeyOf } from '../../support/api-keys.ts';
import { createFakeProvider, customerOf } from '../../support/fake-provider.ts';
import { openAuthenticate } from '../../support/open-authenticate.ts';
import { openPort } from '../../support/open-port.ts';

const apiKeys = [apiKeyOf({ name: 'backoffice', key: 'key-1', scopes: ['customers:read'] })];
const query = '{ customerByExternalId(provider: "lago", externalId: "l1") { name } }';
const challenge = 'Bearer realm="billgraph"';

const closers: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(closers.splice(0).map((close) => close())));

async function serve(
  authenticate: Authenticate = openAuthenticate({ apiKeys }).authenticate,
  options: Partial<ServerOptions> = {},
) {
  const provider = createFakeProvider({
    name: 'lago',
    customers: { l1: customerOf({ provider: 'lago', key: 'l1', externalId: 'l1', name: 'Ada' }) },
  });
  const port = await openPort({ providers: [provider], authenticate, ...options });
  closers.push(port.close);
  const ask = (init: { readonly headers?: Record<string, string>; readonly body?: string } = {}) =>
    fetch(`${port.origin}/graphql`, {
      method: 'POST',
      body: JSON.stringify({ query }),
      ...init,
      headers: { 'content-type': 'application/json', ...init.headers },
    });
  return {
    ...port,
    ask,
    provider,
    path: (path: string, init?: RequestInit) => fetch(port.origin + path, init),
  };
}

const authorized = { authorization: 'Bearer key-1' };
const admit =
  (caller: Partial<Caller>): Authenticate =>
  async () => ({ name: 'somebody', scopes: new Set(), externalId: null, ...caller });

/** The paths at which callers are asked who they are. */
const doors = [
  ['/graphql', { method: 'POST', body: JSON.stringify({ query }), type: 'application/json' }],
  ['/graphql?query={__typename}', { method: 'GET' }],
  ['/customers.csv', { method: 'GET' }],
  ['/customers.csv', { method: 'HEAD' }],
] as const;

describe.each(doors)('a request for %s, by %j,', (path, { method, ...rest }) => {
  const send = async (server: Awaited<ReturnType<typeof serve>>, headers: Record<string, string>) =>
    server.path(path, {
      method,
      headers: { ...('type' in rest && { 'content-type': rest.type }), ...headers },
      ...('body' in rest && { body: rest.body }),
    });

  it.each([
    ['no credentials', {}, challenge, 'Credentials are missing: send "Authorization: Bearer" and a token.'],
    [
      'another key',
      { authorization: 'Bearer key-2' },
      `${challenge}, error="invalid_token"`,
      'The credentials are not valid.',
    ],
    [
      'another scheme',
      { authorization: 'Basic a2V5LTE6' },
      `${challenge}, error="invalid_token"`,
      'The credentials are not valid.',
    ],
    [
      'an empty header',
      { authorization: '' },
      `${challenge}, error="invalid_token"`,
      'The credentials are not valid.',
    ],
  ])('with %s is a 401, and nobody is asked', async (_what, headers, expected, message) => {
    const server = await serve();
    const response = await send(server, headers);
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, expected]);
    if (method !== 'HEAD')
      expect(await response.json()).toEqual({
        errors: [{ message, extensions: { code: 'UNAUTHENTICATED' } }],
      });
    expect([server.provider.reads, server.lines]).toEqual([[], []]);
  });

  it('with credentials that cannot be checked is a 503, and says when to come again', async () => {
    const server = await serve(async () => ({ failure: 'unavailable' }));
    const response = await send(server, authorized);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(response.headers.get('www-authenticate')).toBeNull();
    if (method !== 'HEAD')
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'AUTH_UNAVAILABLE' } }] });
    expect(server.provider.reads).toEqual([]);
  });
});

describe('the graph', () => {
  it('answers who has credentials, and logs whose they are', async () => {
    const { ask, lines } = await serve();
    const response = await ask({ headers: authorized });
    expect([response.status, await response.json()]).toEqual([
      200,
      { data: { customerByExternalId: { name: 'Ada' } } },
    ]);
    expect(lines).toMatchObject([{ msg: 'operation', caller: 'key:backoffice' }]);
    expect(JSON.stringify(lines)).not.toContain('key-1');
  });

  it.each([
    ['application/graphql-response+json', 'application/graphql-response+json'],
    ['application/graphql-response+json, application/json;q=0.9', 'application/graphql-response+json'],
    ['application/json', 'application/json'],
    ['application/json, application/graphql-response+json;q=0.1', 'application/json'],
    ['*/*', 'application/json'],
    ['text/plain', 'application/json'],
  ])('refuses in the media type that fits Accept: %s', async (accept, type) => {
    const { ask } = await serve();
    const response = await ask({ headers: { accept } });
    expect([response.status, response.headers.get('content-type')]).toEqual([401, `${type}; charset=utf-8`]);
  });

  it('refuses before it looks at the body', async () => {
    const { ask } = await serve();
    for (const body of ['', '{', '[]', 'x'.repeat(100_000)]) expect((await ask({ body })).status).toBe(401);
  });

  it.each(['/health', '/ready', '/nowhere', '/graphql/assets/none.js'])(
    'asks nobody who they are at %s',
    async (path) => {
      const asked: unknown[] = [];
      const { path: get } = await serve(
        async (header) => {
          asked.push(header);
          return { failure: 'missing' };
        },
        { graphiql: { assets: null, examples: [] } },
      );
      expect((await get(path)).status).not.toBe(401);
      expect(asked).toEqual([]);
    },
  );

  it('shows the GraphiQL page to anybody', async () => {
    const { path: get } = await serve(undefined, { graphiql: { assets: null, examples: [] } });
    const response = await get('/graphql', { headers: { accept: 'text/html' } });
    expect(response.headers.get('content-type')).toContain('text/html');
  });

  it.each(['/graphql/', '/x/graphql', '/graphql?a=/graphql', '/x?y=/graphql', '//graphql', '/graphql%2f'])(
    'has no door at %s that is open',
    async (path) => {
      const { path: send, provider, lines } = await serve();
      const response = await send(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query }),
      });
      expect([401, 404]).toContain(response.status);
      expect([provider.reads, lines]).toEqual([[], []]);
    },
  );

  it.each(['/graphql', '/customers.csv'])(
    'lets a page of an allowed origin ask whether it may send credentials to %s',
    async (path) => {
      const origin = 'https://app.example';
      const { path: send } = await serve(undefined, { corsOrigins: [origin] });
      const preflight = await send(path, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'GET',
          'access-control-request-headers': 'authorization',
        },
      });
      const { headers } = preflight;
      expect([preflight.status, headers.get('access-control-allow-origin')]).toEqual([204, origin]);
      expect(headers.get('access-control-allow-methods')).toContain('GET');
      expect(headers.get('access-control-allow-headers')).toContain('authorization');
      const refused = await send(path, { headers: { origin } });
      expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, origin]);
    },
  );
});

describe('the export', () => {
  it.each<readonly [string, Partial<Caller>, number]>([
    ['customers:read', { scopes: new Set(['customers:read']) }, 200],
    ['every other scope', { scopes: new Set(['customers:write', 'customers:raw']) }, 403],
    ['no scope', {}, 403],
    ['nothing but a customer of its own', { externalId: 'l1' }, 403],
  ])('to a caller with %s', async (_who, caller, status) => {
    const { path: get, provider } = await serve(admit(caller));
    const response = await get('/customers.csv');
    expect(response.status).toBe(status);
    const text = await response.text();
    if (status === 200) return;
    expect(JSON.parse(text)).toEqual({
      errors: [
        { message: 'The credentials do not allow exporting customers.', extensions: { code: 'FORBIDDEN' } },
      ],
    });
    expect(provider.reads).toEqual([]);
  });
});
