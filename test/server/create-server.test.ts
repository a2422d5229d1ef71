import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { Call } from '../../src/billing/call.ts';
import { ProviderError } from '../../src/billing/provider-error.ts';
import type { ServerOptions } from '../../src/server/create-server.ts';
import { createQuietServer } from '../support/create-quiet-server.ts';
import { createFakeProvider } from '../support/fake-provider.ts';

const query = '{ customerByExternalId(provider: "lago", externalId: "acct-1") { name } }';

function create(options: Partial<ServerOptions> = {}) {
  const lines: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
  const server = createQuietServer({ providers: [createFakeProvider({ name: 'lago' })], log, ...options });
  const ask = async (body: string, signal?: AbortSignal) =>
    server.fetch('http://billgraph.test/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      ...(signal && { signal }),
    });
  return { server, ask, lines };
}

/** A Lago that never answers, and tells what its calls carried. */
function createHangingProvider() {
  const calls: Call[] = [];
  const fake = createFakeProvider({ name: 'lago' });
  const hang = (_keys: readonly string[], call: Call): Promise<never> => {
    calls.push(call);
    return new Promise((_resolve, reject) => {
      call.signal.addEventListener('abort', () =>
        reject(new ProviderError({ provider: 'lago', failure: 'timed-out' })),
      );
    });
  };
  return { calls, provider: { ...fake, customers: { byKeys: hang, byExternalIds: hang } } };
}

describe('the server', () => {
  it('tells that it lives, and whether it takes traffic', async () => {
    const get = async (path: string, isReady: boolean) =>
      (await create({ isReady: () => isReady }).server.fetch(`http://billgraph.test${path}`)).status;
    expect([await get('/health', true), await get('/health', false)]).toEqual([200, 200]);
    expect([await get('/ready', true), await get('/ready', false)]).toEqual([200, 503]);
  });

  it.each([
    ['https://evil.example', [], null],
    ['https://app.example', ['https://app.example'], 'https://app.example'],
    ['https://evil.example', ['https://app.example', 'https://other.example'], null],
    ['null', ['https://app.example', 'https://other.example'], null],
  ])('answers the preflight of %s, with %j let in, by allowing %s', async (origin, corsOrigins, allowed) => {
    const { server } = create({ corsOrigins });
    const headers = { origin, 'access-control-request-method': 'POST' };
    const preflight = await server.fetch('http://billgraph.test/graphql', { method: 'OPTIONS', headers });
    expect(preflight.headers.get('access-control-allow-origin')).toBe(allowed);
    expect(preflight.headers.get('access-control-allow-credentials')).not.toBe('true');
  });

  it('stops what it asked upstream when the deadline passes', async () => {
    const { calls, provider } = createHangingProvider();
    const response = await create({ providers: [provider], deadlineMs: 300 }).ask(JSON.stringify({ query }));
    expect(await response.json()).toMatchObject({
      data: { customerByExternalId: null },
      errors: [{ extensions: { code: 'PROVIDER_TIMED_OUT', retryable: true } }],
    });
    expect(calls.map(({ signal }) => signal.aborted)).toEqual([true]);
  });

  it('stops what it asked upstream when the client leaves', async () => {
    const { calls, provider } = createHangingProvider();
    const leaving = new AbortController();
    const answer = create({ providers: [provider] })
      .ask(JSON.stringify({ query }), leaving.signal)
      .catch(() => 'left');
    while (calls.length === 0) await wait(1);
    leaving.abort();
    await answer;
    expect(calls.map(({ signal }) => signal.aborted)).toEqual([true]);
  });

  it('stops what is still under way upstream once the answer is complete', async () => {
    const signals: AbortSignal[] = [];
    const fake = createFakeProvider({ name: 'lago' });
    const byExternalIds = async (_keys: readonly string[], { signal }: Call) => {
      signals.push(signal);
      return new Map();
    };
    const provider = { ...fake, customers: { ...fake.customers, byExternalIds } };
    await create({ providers: [provider] }).ask(JSON.stringify({ query }));
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it('tells no more than three places of a field that is written again and again', async () => {
    const { ask } = create();
    const fields = 'customers(first: 0) { totalCount } '.repeat(9);
    const { errors } = await (await ask(JSON.stringify({ query: `{ ${fields} }` }))).json();
    expect(errors).toMatchObject([{ path: ['customers'], extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(errors[0].locations).toHaveLength(3);
  });

  it('logs each operation by name, and tells each failure of a provider', async () => {
    const told: unknown[] = [];
    const down = new ProviderError({
      provider: 'lago',
      failure: 'bad-response',
      detail: 'customer.name: invalid_type',
    });
    const providers = [createFakeProvider({ name: 'lago', down })];
    const { ask, lines } = create({ providers, onFailure: (error) => told.push(error) });
    const response = await ask(JSON.stringify({ query: `query Overview ${query}` }));
    expect(await response.text()).not.toContain('invalid_type');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { msg: 'operation', operation: 'Overview', errors: 1 },
    ]);
    expect(told).toEqual([down]);
  });

  it('tells a failure that the answer holds as data', async () => {
    const told: unknown[] = [];
    const down = new ProviderError({ provider: 'lago', failure: 'unavailable' });
    const providers = [createFakeProvider({ name: 'lago', down })];
    const { ask } = create({ providers, onFailure: (error) => told.push(error) });
    await ask(JSON.stringify({ query: '{ account(externalId: "x") { unavailable { code } } }' }));
    expect(told).toEqual([down]);
  });
});

describe('a request that cannot be executed', () => {
  it.each([
    ['no JSON', '{"query":', 400],
    ['a list', '[]', 400],
    ['no query', '{}', 200],
    ['a syntax error', '{"query":"{"}', 200],
    ['no such field', '{"query":"{ nope }"}', 200],
    ['a variable missing', '{"query":"query ($id: ID!) { customer(id: $id) { id } }"}', 400],
    ['no such operation', '{"query":"query A { __typename }","operationName":"B"}', 400],
    ['a literal of the wrong type', '{"query":"{ accounts(externalIds: 3) { externalId } }"}', 200],
  ])('for %s has a code that the schema knows', async (_name, body, status) => {
    const response = await create().ask(body);
    const { data, errors } = await response.json();
    expect([response.status, data]).toEqual([status, undefined]);
    expect(errors.map(({ extensions }: { extensions: unknown }) => extensions)).toEqual([
      { code: 'BAD_USER_INPUT' },
    ]);
  });

  it.each([
    ['variables that are no JSON', '?query={__typename}&variables=ada@example.com'],
    ['extensions that are no JSON', '?query={__typename}&extensions=ada@example.com'],
  ])('because of %s is a mistake in the request, and its text goes nowhere', async (_name, search) => {
    const { server, lines } = create();
    const headers = { 'apollo-require-preflight': 'yes' };
    const response = await server.fetch(`http://billgraph.test/graphql${search}`, { headers });
    expect([response.status, await response.json()]).toEqual([
      400,
      { errors: [{ message: 'The request cannot be read.', extensions: { code: 'BAD_USER_INPUT' } }] },
    ]);
    expect(lines).toEqual([]);
  });

  it.each(['application/x-www-form-urlencoded', 'Application/X-WWW-Form-Urlencoded; charset=utf-8'])(
    'is not executed as %s: any page can make a browser send that',
    async (type) => {
      let executed = false;
      const fake = createFakeProvider({ name: 'lago' });
      const { server } = create({
        providers: [
          {
            ...fake,
            customerWrites: {
              ...fake.customerWrites,
              async delete() {
                executed = true;
                return 'acct-1';
              },
            },
          },
        ],
      });
      const key = 'external: { provider: "lago", externalId: "acct-1" }';
      const query = `mutation { deleteCustomer(input: { customer: { ${key} } }) { __typename } }`;
      const send = (contentType: string, body: string) =>
        server.fetch('http://billgraph.test/graphql', {
          method: 'POST',
          headers: { 'content-type': contentType },
          body,
        });
      expect((await send(type, new URLSearchParams({ query }).toString())).status).toBe(403);
      expect(executed).toBe(false);
      expect((await send('application/json', JSON.stringify({ query }))).status).toBe(200);
      expect(executed).toBe(true);
    },
  );

  it('has a status of its own for the newer media type', async () => {
    const response = await create().server.fetch('http://billgraph.test/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body: '{"query":"{ nope }"}',
    });
    expect(response.status).toBe(400);
  });
});
