import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { answerStatus } from '../../support/answer-faults.ts';
import { type Answer, post } from '../../support/execute.ts';
import { type ProviderName, providerNames } from '../../support/sample-customers.ts';
import {
  closeServers,
  type FaultServers,
  type OpenAccounts,
  openAccounts,
  openFaultServers,
  originsOf,
} from './accounts.ts';
import { knownExternalId } from './targets.ts';

const cache = { staleIfErrorSeconds: 300, freshSeconds: 0 } as const;

let servers: FaultServers;
let accounts: OpenAccounts;

beforeEach(async () => {
  servers = await openFaultServers();
  accounts = openAccounts({ origins: originsOf(servers), server: { cache } });
});
afterEach(async () => {
  await accounts.close();
  await closeServers(servers);
});

const query = `query ($provider: String!, $externalId: String!) {
  customer: customerByExternalId(provider: $provider, externalId: $externalId) {
    name email
    usage { asOf items { feature quantity } }
    balance { asOf settled { amount currency } }
    entitlements { feature enabled }
    entitlement(feature: "api_calls") { access reason }
    coupons { id }
    subscriptions { status }
  }
}`;

function ask(provider: ProviderName): Promise<Answer> {
  return post(accounts, { query, variables: { provider, externalId: knownExternalId } });
}

const staleSchema = z.object({
  billgraph: z.object({
    stale: z.array(
      z.object({
        path: z.array(z.union([z.string(), z.number()])),
        asOf: z.iso.datetime(),
        reason: z.string(),
      }),
    ),
  }),
});

describe.each(providerNames)('while %s is down', (provider) => {
  it.each([
    ['refuses connections', () => servers[provider].goDown(), 'PROVIDER_UNAVAILABLE'],
    ['fails', async () => servers[provider].fail(answerStatus(500)), 'PROVIDER_UNAVAILABLE'],
    [
      'is asked too much',
      async () => servers[provider].fail(answerStatus(429, { 'retry-after': '60' })),
      'PROVIDER_RATE_LIMITED',
    ],
  ])('what it said last is told, and told to be old, when it %s', async (_how, breakDown, reason) => {
    const before = await ask(provider);
    expect(before.errors).toBeUndefined();
    expect(before.extensions).toBeUndefined();
    await breakDown();
    const during = await ask(provider);
    expect(during.errors).toBeUndefined();
    expect(during.data).toEqual(before.data);
    const { stale } = staleSchema.parse(during.extensions).billgraph;
    const paths = stale.map(({ path }) => path.join('.'));
    expect(paths).toEqual(
      expect.arrayContaining(['customer', 'customer.usage', 'customer.balance', 'customer.entitlement']),
    );
    expect(new Set(stale.map((entry) => entry.reason))).toEqual(new Set([reason]));

    await servers[provider].heal();
  });

  it('nothing is told from memory that it denies', async () => {
    await ask(provider);
    servers[provider].fail(answerStatus(403));
    const { data, errors, extensions } = await ask(provider);
    expect(data).toEqual({ customer: null });
    expect(errors).toMatchObject([{ extensions: { code: 'PROVIDER_FORBIDDEN' } }]);
    expect(extensions).toBeUndefined();
  });

  it('a customer of whom nothing is known is not made up', async () => {
    await servers[provider].goDown();
    const { data, errors } = await ask(provider);
    expect(data).toEqual({ customer: null });
    expect(errors).toMatchObject([{ path: ['customer'], extensions: { code: 'PROVIDER_UNAVAILABLE' } }]);
  });
});
