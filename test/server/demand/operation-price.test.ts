import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../../src/billing/provider-error.ts';
import { anyone } from '../../../src/graphql/caller.ts';
import type { ServerOptions } from '../../../src/server/create-server.ts';
import { createFakeProvider, customerOf } from '../../support/fake-provider.ts';
import { serveNobody } from '../../support/serve-nobody.ts';

const ada = customerOf({ provider: 'lago', key: 'ada', externalId: 'ada' });
const query = '{ customerByExternalId(provider: "lago", externalId: "ada") { balance { asOf } } }';

/** A server over a provider each of whose reads costs one call, as its costs say. */
function create(options: Partial<ServerOptions> = {}) {
  const fake = createFakeProvider({ name: 'lago', customers: { ada } });
  const byExternalIds: typeof fake.customers.byExternalIds = (keys, call) => {
    call.budget?.begin('lago')();
    return fake.customers.byExternalIds(keys, call);
  };
  const provider = { ...fake, customers: { ...fake.customers, byExternalIds } };
  const { request } = serveNobody({ providers: [provider], ...options });
  const ask = (headers: Readonly<Record<string, string>> = {}) => request({ headers, body: { query } });
  return { ask, reads: fake.reads };
}

/** Callers go by what they send. */
const authenticate: ServerOptions['authenticate'] = async (name) => ({ ...anyone, name: name ?? 'nobody' });

const graphqlJson = 'application/graphql-response+json';

describe('an operation', () => {
  it.each([
    ['application/json', 200],
    [graphqlJson, 400],
  ])('that is too expensive is refused before any call, with price and limit: %s', async (accept, status) => {
    const { ask, reads } = create({ limits: { upstreamCalls: 1 } });
    const answer = await ask({ accept });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toEqual({
      errors: [
        {
          message: expect.stringContaining('would cost 2 calls to providers, and at most 1'),
          extensions: { code: 'QUERY_TOO_EXPENSIVE', price: 2, limit: 1 },
        },
      ],
    });
    expect(reads).toEqual([]);
  });

  it('that costs no more than the limit is executed', async () => {
    const { ask } = create({ limits: { upstreamCalls: 2 } });
    expect(JSON.parse((await ask()).text)).toEqual({ data: { customerByExternalId: { balance: null } } });
  });

  it('tells what it has asked where it is wanted, and not otherwise', async () => {
    const { ask } = create();
    const { extensions } = await ask({ 'x-billgraph-debug': '1' });
    expect(extensions).toEqual({
      billgraph: { upstream: { lago: { estimated: 2, actual: 1, milliseconds: expect.any(Number) } } },
    });
    for (const headers of [{}, { 'x-billgraph-debug': '0' }]) {
      expect(JSON.parse((await ask(headers)).text)).not.toHaveProperty('extensions');
    }
  });

  it('tells what was foreseen where it is refused for that', async () => {
    const upstream = { lago: { estimated: 2, actual: 0, milliseconds: 0 } };
    const dear = create({ limits: { upstreamCalls: 1 } });
    expect(await dear.ask({ 'x-billgraph-debug': '1' })).toMatchObject({
      errors: [{ extensions: { code: 'QUERY_TOO_EXPENSIVE' } }],
      extensions: { billgraph: { upstream } },
    });
    const often = create({ limits: { callerUpstreamCallsPerMinute: 2 } });
    await often.ask();
    expect(await often.ask({ 'x-billgraph-debug': '1' })).toMatchObject({
      errors: [{ extensions: { code: 'RATE_LIMITED' } }],
      extensions: { billgraph: { upstream } },
    });
  });

  it('that needs more calls than the limit has when it runs is answered without what they would have told', async () => {
    const greedy = createFakeProvider({ name: 'lago', customers: { ada } });
    const balance = {
      ...greedy.balance,
      ofCustomers: (...[, , call]: Parameters<typeof greedy.balance.ofCustomers>) => {
        for (let calls = 0; calls < 9; calls += 1) call.budget?.begin('lago')();
        return Promise.reject(new ProviderError({ provider: 'lago', failure: 'unavailable' }));
      },
    };
    const { ask } = create({ providers: [{ ...greedy, balance }], limits: { upstreamCalls: 5 } });
    expect(await ask()).toMatchObject({
      data: { customerByExternalId: { balance: null } },
      errors: [{ path: ['customerByExternalId', 'balance'], extensions: { code: 'QUERY_TOO_EXPENSIVE' } }],
    });
  });
});

describe('a caller', () => {
  it.each(['application/json', graphqlJson])(
    'who asks too much is told when to come again: %s',
    async (accept) => {
      const { ask, reads } = create({ authenticate, limits: { callerUpstreamCallsPerMinute: 3 } });
      await ask({ authorization: 'ada' });
      const before = reads.length;
      const answer = await ask({ accept, authorization: 'ada' });
      expect(answer.status).toBe(429);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(50);
      expect(JSON.parse(answer.text)).toEqual({
        errors: [
          {
            message: expect.any(String),
            extensions: { code: 'RATE_LIMITED', retryAfter: expect.stringMatching(/Z$/) },
          },
        ],
      });
      expect(reads).toHaveLength(before);
      expect((await ask({ authorization: 'grace' })).status).toBe(200);
    },
  );

  it('is not told to come again for what a whole minute does not allow', async () => {
    const { ask } = create({ authenticate, limits: { callerUpstreamCallsPerMinute: 1 } });
    expect(await ask()).toMatchObject({
      errors: [{ extensions: { code: 'QUERY_TOO_EXPENSIVE', price: 2, limit: 1 } }],
    });
  });
});
