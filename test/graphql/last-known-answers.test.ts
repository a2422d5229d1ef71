import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { asOf, openTroubledGraph, staleOf } from '../support/open-troubled-graph.ts';

const fields = `name raw usage { asOf items { quantity } } pastUsage { invoiceId } entitlements { feature name }
  upcomingGrants { name } coupons { id } balance { asOf settled { amount } } subscriptions { id }
  entitlement(feature: "exports") { access }`;
const separate = [
  'balance',
  'coupons',
  'entitlement',
  'entitlements',
  'pastUsage',
  'subscriptions',
  'upcomingGrants',
  'usage',
];
const account = `unavailable { code } balances { amount } entitlement(feature: "exports") { access }
  customers { ${fields.replace('raw', '')} }`;

const stalePaths = (path: string, provider: string, reason = 'PROVIDER_UNAVAILABLE') =>
  [path, ...separate.map((field) => `${path}.${field}`)].map((each) => `${each} ${provider} ${reason}`);
const staleAccount = (path: string, provider: string) =>
  [
    path,
    `${path}.balances`,
    `${path}.entitlement`,
    ...separate.map((field) => `${path}.customers.0.${field}`),
  ].map((each) => `${each} ${provider} PROVIDER_UNAVAILABLE`);

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: asOf }));
afterEach(() => void vi.useRealTimers());

const byId = ({ id }: { readonly id: string }) => `customer(id: "${id}") { ${fields} }`;

describe('what a provider in trouble is asked', () => {
  it.each([
    ['customer', byId, stalePaths('customer', 'lago')],
    [
      'customerByExternalId',
      () => `customerByExternalId(provider: "lago", externalId: "ada") { ${fields} }`,
      stalePaths('customerByExternalId', 'lago'),
    ],
    [
      'node',
      ({ id }: { readonly id: string }) => `node(id: "${id}") { id ... on Customer { ${fields} } }`,
      stalePaths('node', 'lago'),
    ],
    [
      'nodes, by its place',
      ({ id }: { readonly id: string }) =>
        `nodes(ids: ["UHJvdmlkZXI6bGFnbzpsYWdv", "${id}"]) { id ... on Customer { ${fields} } }`,
      stalePaths('nodes.1', 'lago'),
    ],
  ])('is answered as it was before: %s', async (_name, question, paths) => {
    const { lago, ask } = openTroubledGraph();
    const query = `{ ${question(lago)} }`;
    const before = await ask(query);
    expect(before).not.toHaveProperty('extensions');
    expect(before).not.toHaveProperty('errors');
    lago.weather.failure = 'unavailable';
    const after = await ask(query);
    expect(after).toEqual({ data: before.data, extensions: expect.anything() });
    expect(staleOf(after)).toEqual(paths.sort());
  });

  it.each([
    ['account', '', 'account(externalId: "ada")', 'account'],
    ['accounts, by its place', '', 'accounts(externalIds: ["nobody", "ada"])', 'accounts.1'],
    ['viewer', 'ada', 'viewer', 'viewer'],
  ])('is answered as it was before and is not missing: %s', async (_name, name, field, path) => {
    const { lago, polar, ask } = openTroubledGraph();
    const query = `{ ${field} { ${account} } }`;
    // Only one account knows the customer, so that its fields have one place.
    polar.provider.customers.byExternalIds = async () => new Map();
    const before = await ask(query, { authorization: name });
    expect(before).not.toHaveProperty('errors');
    lago.weather.failure = 'unavailable';
    const after = await ask(query, { authorization: name });
    expect(after.data).toEqual(before.data);
    expect(after).not.toHaveProperty('errors');
    const absent = field.includes('nobody') ? ['accounts.0 lago PROVIDER_UNAVAILABLE'] : [];
    expect(staleOf(after)).toEqual([...absent, ...staleAccount(path, 'lago')].sort());
    expect(JSON.stringify(after.data)).toContain('"unavailable":[],"balances":[{"amount":"10"}]');
    expect(JSON.stringify(after.data)).toContain('"access":"ALLOWED"');
  });

  it.each(['', 'ada'])(
    'is answered as it was before and is not missing: customers, asked by "%s"',
    async (name) => {
      const { lago, ask } = openTroubledGraph();
      const query =
        '{ customers { nodes { name provider { name } } totalCount unavailable { code } pageInfo { endCursor } } }';
      const before = await ask(query, { authorization: name });
      lago.weather.failure = 'rate-limited';
      const after = await ask(query, { authorization: name });
      expect(after.data).toEqual(before.data);
      expect(staleOf(after)).toEqual(['customers lago PROVIDER_RATE_LIMITED']);
    },
  );

  it.each(['', 'ada'])('does not become younger by being used: customers, asked by "%s"', async (name) => {
    const { lago, ask } = openTroubledGraph();
    const query = '{ customers(provider: "lago") { totalCount unavailable { code } } }';
    const askAfter = async (seconds: number) => {
      vi.setSystemTime(asOf.getTime() + seconds * 1000);
      return (await ask(query, { authorization: name })).data;
    };
    const before = await askAfter(0);
    lago.weather.failure = 'unavailable';
    expect(await askAfter(200)).toEqual(before);
    expect(await askAfter(400)).toEqual({
      customers: { totalCount: null, unavailable: [{ code: 'PROVIDER_UNAVAILABLE' }] },
    });
  });

  it('makes those known whom a list has shown, and the next page by its cursor', async () => {
    const { lago, ask } = openTroubledGraph();
    const page = (after: string) =>
      `{ customers(provider: "lago", first: 1${after}) { nodes { id name } pageInfo { endCursor } unavailable { code } } }`;
    const pageSchema = z.object({
      customers: z.object({
        nodes: z.array(z.object({ id: z.string(), name: z.string() })),
        pageInfo: z.object({ endCursor: z.string() }),
      }),
    });
    const first = pageSchema.parse((await ask(page(''))).data);
    const next = page(`, after: "${first.customers.pageInfo.endCursor}"`);
    const second = pageSchema.parse((await ask(next)).data);
    lago.weather.failure = 'unavailable';
    expect((await ask(page(''))).data).toMatchObject(first);
    expect((await ask(next)).data).toMatchObject(second);
    const [shown] = second.customers.nodes;
    expect((await ask(`{ customer(id: "${shown?.id}") { name } }`)).data).toEqual({
      customer: { name: shown?.name },
    });
    expect(
      (await ask('{ customers(provider: "lago", first: 2) { unavailable { code } totalCount } }')).data,
    ).toEqual({
      customers: { unavailable: [{ code: 'PROVIDER_UNAVAILABLE' }], totalCount: null },
    });
  });

  it('tells the old time and the reason, once for each account and field', async () => {
    const { lago, polar, ask } = openTroubledGraph();
    const query =
      '{ account(externalId: "ada") { balances { amount } entitlement(feature: "exports") { access used } } }';
    await ask(query);
    vi.setSystemTime(asOf.getTime() + 60_000);
    lago.weather.failure = 'timed-out';
    polar.weather.failure = 'rate-limited';
    const { data, extensions } = await ask(query);
    expect(data).toEqual({
      account: { balances: [{ amount: '20' }], entitlement: { access: 'ALLOWED', used: null } },
    });
    const at = asOf.toISOString();
    const staleAt = (...path: readonly string[]) => [
      { path, provider: 'lago', asOf: at, reason: 'PROVIDER_TIMED_OUT' },
      { path, provider: 'polar', asOf: at, reason: 'PROVIDER_RATE_LIMITED' },
    ];
    const { stale } = z
      .object({ billgraph: z.object({ stale: z.array(z.object({ path: z.array(z.string()) }).loose()) }) })
      .parse(extensions).billgraph;
    const byPath = stale.toSorted((one, other) => one.path.join().localeCompare(other.path.join()));
    expect(byPath).toEqual(
      [['account'], ['account', 'balances'], ['account', 'entitlement']].flatMap((path) => staleAt(...path)),
    );
  });

  it('is the failure where nothing is known of it, beside what is', async () => {
    const { lago, ask } = openTroubledGraph();
    await ask(`{ customer(id: "${lago.id}") { usage { asOf } } }`);
    lago.weather.failure = 'unavailable';
    const answer = await ask(`{ customer(id: "${lago.id}") {
      usage { asOf } balance { asOf } entitlement(feature: "exports") { access }
    } }`);
    expect(answer.data).toEqual({
      customer: { usage: { asOf: asOf.toISOString() }, balance: null, entitlement: { access: 'UNKNOWN' } },
    });
    expect(answer.errors).toMatchObject([
      { path: ['customer', 'balance'], extensions: { code: 'PROVIDER_UNAVAILABLE' } },
    ]);
    expect(staleOf(answer)).toEqual([
      'customer lago PROVIDER_UNAVAILABLE',
      'customer.usage lago PROVIDER_UNAVAILABLE',
    ]);
  });

  it('is the failure once what is known is too old', async () => {
    const { lago, ask } = openTroubledGraph();
    await ask(`{ ${byId(lago)} }`);
    vi.setSystemTime(asOf.getTime() + 300_000);
    lago.weather.failure = 'unavailable';
    expect(await ask(`{ ${byId(lago)} }`)).toMatchObject({
      data: { customer: null },
      errors: [{ extensions: { code: 'PROVIDER_UNAVAILABLE' } }],
    });
  });

  it.each([
    'unauthenticated',
    'forbidden',
    'rejected',
    'bad-response',
    'unsupported',
    'too-expensive',
  ] as const)('is the failure where asking later does not help, whatever is known: %s', async (failure) => {
    const { lago, ask } = openTroubledGraph();
    await ask(`{ ${byId(lago)} }`);
    lago.weather.failure = failure;
    const answer = await ask(`{ ${byId(lago)} customers(provider: "lago") { unavailable { retryable } } }`);
    expect(answer).toMatchObject({ data: { customer: null }, errors: [{ path: ['customer'] }] });
    expect(answer).not.toHaveProperty('extensions');
  });

  it('is told to the log all the same, once', async () => {
    const { lago, ask, failures } = openTroubledGraph();
    await ask(`{ ${byId(lago)} }`);
    lago.weather.failure = 'unavailable';
    await ask(`{ one: customer(id: "${lago.id}") { name } two: node(id: "${lago.id}") { id } }`);
    expect(failures).toMatchObject([{ failure: 'unavailable' }]);
  });

  it('is answered anew as soon as it can be', async () => {
    const { lago, ask } = openTroubledGraph();
    await ask(`{ ${byId(lago)} }`);
    lago.weather.failure = 'unavailable';
    await ask(`{ ${byId(lago)} }`);
    lago.weather.failure = null;
    lago.weather.name = 'Ada Lovelace';
    const answer = await ask(`{ ${byId(lago)} }`);
    expect(answer).toMatchObject({ data: { customer: { name: 'Ada Lovelace' } } });
    expect(answer).not.toHaveProperty('extensions');
  });

  it('tells what it has cost as well, where that is wanted', async () => {
    const { lago, ask } = openTroubledGraph();
    await ask(`{ ${byId(lago)} }`);
    lago.weather.failure = 'unavailable';
    const { extensions } = await ask(`{ ${byId(lago)} }`, { 'x-billgraph-debug': '1' });
    expect(extensions).toEqual({
      billgraph: { upstream: { lago: expect.anything() }, stale: expect.any(Array) },
    });
  });
});

describe('a customer who is gone', () => {
  it('is gone, whatever was known, and stays so in an outage', async () => {
    const { lago, ask } = openTroubledGraph();
    const query = `{ customer(id: "${lago.id}") { name } }`;
    await ask(query);
    lago.weather.gone = true;
    expect(await ask(query)).toEqual({ data: { customer: null } });
    lago.weather.failure = 'unavailable';
    const answer = await ask(query);
    expect(answer).toMatchObject({ data: { customer: null } });
    expect(staleOf(answer)).toEqual(['customer lago PROVIDER_UNAVAILABLE']);
    vi.setSystemTime(asOf.getTime() + 5_000);
    expect(await ask(query)).toMatchObject({
      data: { customer: null },
      errors: [{ extensions: { code: 'PROVIDER_UNAVAILABLE' } }],
    });
  });
});

describe('callers who may see different things', () => {
  it.each([
    ['one who may read everybody, and the customer', '', 'ada'],
    ['the customer, and one who may read everybody', 'ada', ''],
    ['two customers', 'ada', 'grace'],
  ])('are never answered what the other was: %s', async (_who, first, second) => {
    const { lago, ask } = openTroubledGraph();
    const query = `{ customerByExternalId(provider: "lago", externalId: "ada") { name usage { asOf } }
      customer(id: "${lago.id}") { name } customers(provider: "lago") { nodes { name } } }`;
    await ask(query, { authorization: first });
    lago.weather.failure = 'unavailable';
    const other = await ask(query, { authorization: second });
    expect(other.data).toEqual({
      customerByExternalId: null,
      customer: null,
      customers: { nodes: [] },
    });
    expect(other).not.toHaveProperty('extensions');
    const same = await ask(query, { authorization: first });
    expect(same.data).toMatchObject({ customerByExternalId: { name: 'Ada' } });
  });
});
