import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type CustomerGraph, openCustomerGraph } from '../../support/open-customer-graph.ts';
import { fullInput, leastInput, providerNames } from '../../support/sample-customers.ts';

let graph: CustomerGraph;

beforeAll(async () => {
  graph = await openCustomerGraph();
});
afterAll(() => graph.close());

const holdings = `fragment Holdings on Customer {
  name metadata { key value }
  balance { settled { amount } wallets { id } }
  subscriptions(includeInactive: true) { subscriptionId }
  coupons { id }
}`;

const holdingsSchema = z.object({
  name: z.string().nullable(),
  metadata: z.array(z.object({ key: z.string(), value: z.string() })),
  balance: z.object({ settled: z.array(z.unknown()), wallets: z.array(z.unknown()) }),
  subscriptions: z.array(z.unknown()),
  coupons: z.array(z.object({ id: z.string() })),
});

const answerSchema = z.record(z.string(), z.object({ customer: holdingsSchema.optional() }));

/** Runs several mutations in one request; tells the customer in the payload of each, where there is one. */
async function run(mutations: string, variables: Readonly<Record<string, unknown>>) {
  const { data, errors } = await graph.ask(`${mutations} ${holdings}`, variables);
  expect(errors).toBeUndefined();
  const answers = Object.entries(answerSchema.parse(data));
  return Object.fromEntries(answers.map(([alias, { customer }]) => [alias, customer]));
}

describe.each(providerNames)('two changes in one request at %s', (provider) => {
  it('each show the state after them', async () => {
    await graph.mutate('createCustomer', fullInput(provider, 'changes twice'));
    const { first, second } = await run(
      `mutation ($key: CustomerKey!) {
        first: updateCustomer(input: { customer: $key, name: "One" }) {
          ... on UpdateCustomerPayload { customer { ...Holdings } }
        }
        second: updateCustomer(input: { customer: $key, metadata: [{ key: "now", value: "two" }] }) {
          ... on UpdateCustomerPayload { customer { ...Holdings } }
        }
      }`,
      { key: { external: { provider, externalId: 'changes twice' } } },
    );
    expect(first).toMatchObject({ name: 'One', metadata: fullInput(provider, '').metadata });
    expect(second).toMatchObject({ name: 'One', metadata: [{ key: 'now', value: 'two' }] });
  });
});

describe('a customer deleted and created again in one request', () => {
  it.each([
    // On trial and with a frozen wallet, it is one that can be deleted.
    ['flexprice', 'acct-18'],
    ['lago', 'acct-1'],
    ['polar', 'acct-1'],
  ] as const)('has at %s nothing of what the old one had', async (provider, externalId) => {
    const { before, after } = await run(
      `mutation ($key: CustomerKey!, $input: CreateCustomerInput!) {
        before: updateCustomer(input: { customer: $key }) {
          ... on UpdateCustomerPayload { customer { ...Holdings } }
        }
        deleteCustomer(input: { customer: $key }) { __typename }
        after: createCustomer(input: $input) {
          ... on CreateCustomerPayload { customer { ...Holdings } }
        }
      }`,
      {
        key: { external: { provider, externalId } },
        input: { ...leastInput(provider, externalId), name: 'Another' },
      },
    );
    expect(before?.subscriptions).not.toEqual([]);
    expect(after).toEqual({
      name: 'Another',
      metadata: [],
      balance: { settled: [], wallets: [] },
      subscriptions: [],
      coupons: [],
    });
  });
});

describe('a coupon taken away in one request with reads of it', () => {
  it('is gone from what is read afterwards', async () => {
    const { data } = await graph.ask(
      '{ customerByExternalId(provider: "lago", externalId: "acme") { coupons { id } } }',
    );
    const couponsSchema = z.object({
      customerByExternalId: z.object({ coupons: z.tuple([z.object({ id: z.string() })]) }),
    });
    const [{ id }] = couponsSchema.parse(data).customerByExternalId.coupons;
    const { before, after } = await run(
      `mutation ($key: CustomerKey!, $id: ID!) {
        before: updateCustomer(input: { customer: $key }) {
          ... on UpdateCustomerPayload { customer { ...Holdings } }
        }
        removeCoupon(input: { appliedCouponId: $id }) { __typename }
        after: updateCustomer(input: { customer: $key }) {
          ... on UpdateCustomerPayload { customer { ...Holdings } }
        }
      }`,
      { key: { external: { provider: 'lago', externalId: 'acme' } }, id },
    );
    expect(before?.coupons).toEqual([{ id }]);
    expect(after).toEqual({ ...before, coupons: [] });
  });
});
