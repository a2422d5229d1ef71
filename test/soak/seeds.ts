import { z } from 'zod';
import { post } from '../support/execute.ts';
import { type ProviderName, providerNames } from '../support/sample-customers.ts';
import type { OpenAccounts } from '../end-to-end/faults/accounts.ts';

/** Customers of every account, whom nobody changes. */
export const seedIds = ['acct-1', 'acct-2', 'acct-3', 'acct-4', 'acct-5'] as const;

const parts = `provider { name } externalId name email createdAt
  balance { settled { amount currency } credits { unit balance } wallets { settled { amount } } }
  usage { items { feature quantity unlimited } }
  entitlements { feature enabled limit unlimited }
  coupons { couponId status percentOff amountOff { amount currency } }
  subscriptions { plan status }
  entitlement(feature: "api_calls") { access }`;

/** One customer, by account and external id. */
export const customerQuery = `query ($provider: String!, $externalId: String!) {
  customer: customerByExternalId(provider: $provider, externalId: $externalId) { ${parts} }
}`;

/** One customer on all accounts. */
export const accountQuery = `query ($externalId: String!) {
  account(externalId: $externalId) { customers { ${parts} } unavailable { provider { name } code } balances { amount currency } }
}`;

/** All of them on all accounts. */
export const listQuery = `query ($externalIds: [String!]!) {
  customers(first: 50, filter: { externalIds: $externalIds }) {
    nodes { provider { name } externalId name email balance { settled { amount currency } } }
    unavailable { provider { name } code }
  }
}`;

const rowSchema = z.looseObject({
  provider: z.object({ name: z.enum(providerNames) }),
  externalId: z.string(),
});
const truthSchema = z.object({ customer: rowSchema.nullable() });
const sumsSchema = z.object({ account: z.object({ balances: z.unknown() }).nullable() });

/** A customer as an answer has it. */
export type CustomerRow = z.infer<typeof rowSchema>;

/** A list of customers in an answer, without what is no customer. */
export const rowsSchema = z.array(rowSchema);

/** What is true of the seeds. */
export interface SeedTruth {
  /** null where the account has no such customer. */
  of(provider: ProviderName, externalId: string): CustomerRow | null;
  /** The sums over all accounts. */
  sumsOf(externalId: string): unknown;
}

/** Reads it from a graph of its own, whose accounts never fail. */
export async function readTruth(graph: OpenAccounts): Promise<SeedTruth> {
  const rows = new Map<string, CustomerRow | null>();
  const sums = new Map<string, unknown>();
  for (const externalId of seedIds) {
    for (const provider of providerNames) {
      const { data } = await post(graph, { query: customerQuery, variables: { provider, externalId } });
      rows.set(`${provider}:${externalId}`, truthSchema.parse(data).customer);
    }
    const { data } = await post(graph, { query: accountQuery, variables: { externalId } });
    sums.set(externalId, sumsSchema.parse(data).account?.balances ?? null);
  }
  return {
    of: (provider, externalId) => rows.get(`${provider}:${externalId}`) ?? null,
    sumsOf: (externalId) => sums.get(externalId),
  };
}
