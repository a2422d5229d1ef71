import { Agent } from 'undici';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { accountOf } from '../../src/config/account-of.ts';
import { createProviders } from '../../src/providers/create-providers.ts';
import type { BillgraphServer } from '../../src/server/create-server.ts';
import { createQuietServer } from '../support/create-quiet-server.ts';
import { account, whole } from '../support/customer-questions.ts';
import { type Answer, post } from '../support/execute.ts';
import { type Fault, type FaultyAccounts, openFaultyAccounts } from '../support/open-faulty-accounts.ts';

const accountSchema = z.object({
  name: z.string(),
  kind: z.enum(['flexprice', 'lago', 'polar']),
  baseUrl: z.string(),
  apiKey: z.string(),
});
const kinds = { flexprice: 'FLEXPRICE', lago: 'LAGO', polar: 'POLAR' } as const;
const staleSchema = z.object({
  billgraph: z.object({
    stale: z.array(
      z.object({
        path: z.array(z.union([z.string(), z.number()])),
        provider: z.string(),
        asOf: z.iso.datetime(),
        reason: z.string(),
      }),
    ),
  }),
});

const customerSchema = z.object({ customerByExternalId: z.object({ id: z.string() }) });

const dispatcher = new Agent();
let accounts: FaultyAccounts;

beforeAll(async () => {
  accounts = await openFaultyAccounts('key');
});
afterAll(async () => {
  accounts.fail(null);
  await dispatcher.destroy();
  await accounts.close();
});

/** A server of its own, that has asked nobody yet. */
function open(): BillgraphServer {
  const settings = accounts.providers.map((each) => {
    const { kind, ...given } = accountSchema.parse(each);
    return accountOf({ ...given, kind: kinds[kind] });
  });
  return createQuietServer({
    providers: createProviders(settings, { dispatcher, onExchange: () => {} }),
    cache: { staleIfErrorSeconds: 300, freshSeconds: 0 },
    deadlineMs: 15_000,
  });
}

/** What is asked before an outage and in it: both ways to customers, and all that is asked of them. */
const query = `{
  account(externalId: "acct-1") { ${account} entitlement(feature: "api_calls") { access used } }
  customers(first: 5) { nodes { name } totalCount unavailable { code } pageInfo { endCursor } }
} ${whole}`;

const fields = ['usage', 'entitlements', 'upcomingGrants', 'coupons', 'balance', 'subscriptions'] as const;

/** "path provider" of all that is stale. */
const staleOf = ({ extensions }: Answer) =>
  staleSchema.parse(extensions).billgraph.stale.map(({ path, provider }) => `${path.join('.')} ${provider}`);

const names = ['flexprice', 'lago', 'polar'] as const;
const everything = names.flatMap((provider, index) => [
  ...['account', 'account.balances', 'account.entitlement', 'customers'].map((path) => `${path} ${provider}`),
  ...fields.map((field) => `account.customers.${index}.${field} ${provider}`),
]);

const outages: readonly (readonly [string, string, Fault])[] = [
  ['a 503', 'PROVIDER_UNAVAILABLE', (response) => response.writeHead(503).end()],
  ['a broken connection', 'PROVIDER_UNAVAILABLE', (response) => response.destroy()],
  [
    'a 429',
    'PROVIDER_RATE_LIMITED',
    (response) => response.writeHead(429, { 'retry-after': '60' }).end('{}'),
  ],
  ['silence until the deadline', 'PROVIDER_TIMED_OUT', () => {}],
];

describe('a change whose answer comes after its request has ended', () => {
  it('drops what was read of its customer meanwhile', async () => {
    accounts.fail(null);
    const server = open();
    const ask = (source: string, headers: Readonly<Record<string, string>> = {}) =>
      post(server, { query: source, variables: {}, headers });
    const customer = '{ customerByExternalId(provider: "polar", externalId: "acct-1") { id name } }';
    const { id } = customerSchema.parse((await ask(customer)).data).customerByExternalId;
    const held: (() => void)[] = [];
    accounts.fail((response, { status, headers, body }) => {
      held.push(() => response.writeHead(status, headers).end(body));
    });
    const changed = await ask(
      `mutation { updateCustomer(input: { customer: { id: "${id}" }, name: "Late" }) { __typename } }`,
      { 'x-request-timeout-ms': '300' },
    );
    expect(changed.data).toEqual({ updateCustomer: { __typename: 'OutcomeUnknownError' } });
    accounts.fail(null);
    await ask(customer);
    accounts.fail((response) => response.writeHead(503).end());
    expect((await ask(customer)).data).toEqual({ customerByExternalId: { id, name: 'Late' } });
    for (const answer of held) answer();
    await vi.waitFor(async () => {
      expect((await ask(customer)).data).toEqual({ customerByExternalId: null });
    });
  });
});

describe('all providers in trouble', () => {
  it.each(outages)('are answered for as before: %s', async (_name, reason, fault) => {
    accounts.fail(null);
    const server = open();
    const ask = (headers: Readonly<Record<string, string>> = {}) =>
      post(server, { query, variables: {}, headers });
    const before = await ask();
    expect(before).not.toHaveProperty('errors');
    expect(before).not.toHaveProperty('extensions');
    accounts.fail(fault);
    // Nobody waits for silence for longer.
    const after = await ask(reason === 'PROVIDER_TIMED_OUT' ? { 'x-request-timeout-ms': '500' } : {});
    expect(after.data).toEqual(before.data);
    expect(after).not.toHaveProperty('errors');
    expect(staleOf(after).sort()).toEqual([...everything].sort());
    const reasons = staleSchema.parse(after.extensions).billgraph.stale.map((each) => each.reason);
    expect(reasons).toContain(reason);
  });

  it('are not answered for where the answer is a definite one, or nothing is known', async () => {
    accounts.fail(null);
    const server = open();
    const ask = (source: string) => post(server, { query: source, variables: {} });
    await ask(query);
    accounts.fail((response) => response.writeHead(401, { 'content-type': 'application/json' }).end('{}'));
    const refused = await ask('{ account(externalId: "acct-1") { unavailable { code } } }');
    expect(refused).toEqual({
      data: { account: { unavailable: names.map(() => ({ code: 'PROVIDER_UNAUTHENTICATED' })) } },
    });
    accounts.fail((response) => response.writeHead(503).end());
    const unknown = await ask('{ account(externalId: "acct-2") { unavailable { provider { name } } } }');
    expect(unknown).toEqual({
      data: { account: { unavailable: names.map((name) => ({ provider: { name } })) } },
    });
  });
});
