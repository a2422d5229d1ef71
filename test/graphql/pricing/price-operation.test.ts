import { parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { CallCosts, PricedRead } from '../../../src/billing/call-cost.ts';
import type { BillingProvider } from '../../../src/billing/provider.ts';
import { anyone, type Caller } from '../../../src/graphql/caller.ts';
import { encodeNodeId } from '../../../src/graphql/node-id.ts';
import type { Price, PricingContext } from '../../../src/graphql/pricing/price.ts';
import { priceOperation } from '../../../src/graphql/pricing/price-operation.ts';
import { pricedFields } from '../../../src/graphql/pricing/priced-field.ts';
import { selectOperation } from '../../../src/graphql/pricing/select-operation.ts';
import { schema } from '../../../src/graphql/schema.ts';
import { createFakeProvider } from '../../support/fake-provider.ts';

/** One call finds any number of customers; each read takes one for each customer, usage and entitlements their subscriptions too. */
const costs: CallCosts = {
  read(read, customers) {
    switch (read.kind) {
      case 'customers':
        return { customers: 1 };
      case 'usage':
        return { subscriptions: 1, [`usage of ${read.subscriptionId ?? 'all'}`]: customers };
      case 'entitlements':
        return { subscriptions: Math.ceil(customers / 20), entitlements: customers };
      default:
        return { [nameOf(read)]: customers };
    }
  },
  page: ({ first, continued }) => (continued ? 1000 : 500) + first,
  write: (write) => (write === 'update' ? 7 : 3),
};

function nameOf(read: PricedRead): string {
  return JSON.stringify(read);
}

const lago: BillingProvider = { ...createFakeProvider({ name: 'lago' }), costs };
const polar: BillingProvider = { ...createFakeProvider({ name: 'polar', kind: 'POLAR' }), costs };
const providers = new Map([lago, polar].map((provider) => [provider.name, provider]));

function priceOf(
  query: string,
  context: PricingContext,
  variableValues: Readonly<Record<string, unknown>> = {},
): Price {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const operation = selectOperation({ schema, document, variableValues }) ?? expect.fail('no operation');
  return priceOperation(operation, pricedFields(operation), context);
}

function price(
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
  caller: Caller = anyone,
): Record<string, number> {
  return Object.fromEntries(priceOf(query, { providers, caller }, variables).byAccount);
}

const idOf = (key: string, provider = 'lago') => encodeNodeId({ type: 'Customer', provider, key });

describe('a query costs', () => {
  it.each([
    [
      'nothing where no provider is asked',
      '{ __typename providers { name capabilities status { state } } }',
      {},
    ],
    ['nothing for an id that is none of ours', '{ customer(id: "nonsense") { balance { asOf } } }', {}],
    ['nothing for an unknown account', '{ customerByExternalId(provider: "x", externalId: "a") { id } }', {}],
    [
      'one search for customers that are found together, also under several aliases',
      `{ a: customer(id: "${idOf('1')}") { id } b: node(id: "${idOf('2')}") { id } nodes(ids: ["${idOf('3')}", "${idOf('1')}"]) { id } }`,
      { lago: 1 },
    ],
    [
      'one search at each account for those of each',
      `{ nodes(ids: ["${idOf('1')}", "${idOf('1', 'polar')}"]) { id } }`,
      { lago: 1, polar: 1 },
    ],
    [
      'a search for each way of looking for customers',
      `{ customer(id: "${idOf('1')}") { id } customerByExternalId(provider: "lago", externalId: "1") { id } }`,
      { lago: 2 },
    ],
    [
      'a read for each customer that it is selected for',
      `{ nodes(ids: ["${idOf('1')}", "${idOf('2')}"]) { ... on Customer { subscriptions { id } } } customer(id: "${idOf('3')}") { id } }`,
      { lago: 3 },
    ],
    [
      'the same read once for a customer, however often it is selected',
      `{ a: customer(id: "${idOf('1')}") { subscriptions { id } } b: customer(id: "${idOf('1')}") { s: subscriptions { plan } } }`,
      { lago: 2 },
    ],
    [
      'reads with different arguments one by one',
      `{ customer(id: "${idOf('1')}") { subscriptions { id } all: subscriptions(includeInactive: true) { id } } }`,
      { lago: 3 },
    ],
    [
      'rows that two fields share once',
      `{ customer(id: "${idOf('1')}") { usage { asOf } entitlements { feature } } }`,
      { lago: 4 },
    ],
    [
      'what an entitlement check may read afterwards',
      `{ customer(id: "${idOf('1')}") { entitlement(feature: "seats") { access } } }`,
      { lago: 4 },
    ],
    [
      'nothing more for a check where usage is selected anyway',
      `{ customer(id: "${idOf('1')}") { usage { asOf } entitlement(feature: "seats") { access } } }`,
      { lago: 4 },
    ],
    [
      'usage of one subscription beside that of all',
      `{ customer(id: "${idOf('1')}") { usage { asOf } one: usage(subscriptionId: "s") { asOf } } }`,
      { lago: 4 },
    ],
    ['each account for an external id', '{ account(externalId: "a") { externalId } }', { lago: 1, polar: 1 }],
    [
      'what an account and its customers select together',
      '{ account(externalId: "a") { balances { amount } entitlement(feature: "x") { access } customers { usage { asOf } } } }',
      { lago: 5, polar: 5 },
    ],
    [
      'as many as there are external ids',
      '{ accounts(externalIds: ["a", "b", "a"]) { customers { coupons { id } } } }',
      { lago: 3, polar: 3 },
    ],
    ['nothing for a viewer who is no customer', '{ viewer { externalId customers { usage { asOf } } } }', {}],
    [
      'nothing for a field that is skipped',
      '{ account(externalId: "a") @skip(if: true) { externalId } }',
      {},
    ],
  ])('%s', (_name, query, expected) => {
    expect(price(query)).toEqual(expected);
  });

  it('what the account of its viewer costs', () => {
    const caller = { name: 'jwt', scopes: new Set<never>(), externalId: 'a' };
    expect(price('{ viewer { customers { subscriptions { id } } } }', {}, caller)).toEqual({
      lago: 2,
      polar: 2,
    });
  });

  it.each([
    [
      'its own customer, whatever the ids',
      `{ nodes(ids: ["${idOf('1')}", "${idOf('2')}"]) { id } }`,
      { lago: 1 },
    ],
    ['nothing for the external id of another', '{ account(externalId: "b") { externalId } }', {}],
    ['its own row of a page', '{ customers(first: 50) { nodes { coupons { id } } } }', { lago: 2, polar: 2 }],
    ['nothing for a page without it', '{ customers(filter: { externalIds: ["b"] }) { nodes { id } } }', {}],
    [
      'a look at its own customer before its portal',
      `mutation { createPortalSession(input: { customer: { id: "${idOf('1')}" } }) { __typename } }`,
      { lago: 4 },
    ],
  ])('a caller who may only see itself %s', (_name, query, expected) => {
    expect(price(query, {}, { name: 'jwt', scopes: new Set(), externalId: 'a' })).toEqual(expected);
  });

  it.each([
    ['customers:read', 'updateCustomer(input: { customer: { id: $id }, name: "x" }) { __typename }', {}],
    ['customers:read', 'createPortalSession(input: { customer: { id: $id } }) { __typename }', {}],
    ['customers:write', 'createPortalSession(input: { customer: { id: $id } }) { __typename }', { lago: 3 }],
  ] as const)('nothing for a mutation that the scope %s does not allow: %s', (scope, field, expected) => {
    const caller = { name: 'key', scopes: new Set([scope]), externalId: null };
    expect(price(`mutation ($id: ID!) { ${field} }`, { id: idOf('1') }, caller)).toEqual(expected);
  });

  it('nothing to a caller who may see nobody', () => {
    const caller = { name: 'jwt', scopes: new Set<never>(), externalId: null };
    expect(price('{ account(externalId: "a") { externalId } customers { totalCount } }', {}, caller)).toEqual(
      {},
    );
  });

  it('the parts of a balance and of grants that are selected', () => {
    const seen: PricedRead[] = [];
    const watch = (read: PricedRead) => {
      seen.push(read);
      return {};
    };
    const watching = { ...lago, costs: { ...costs, read: watch } };
    priceOf(
      `{ customer(id: "${idOf('1')}") { balance { ...Live } upcomingGrants { unit } } } fragment Live on Balance { live { amount } }`,
      { providers: new Map([['lago', watching]]), caller: anyone },
    );
    expect(seen).toContainEqual({ kind: 'balance', money: false, live: true, credits: false });
    expect(seen).toContainEqual({ kind: 'upcomingGrants', definition: false, unit: true, amount: false });
  });
});

describe('a page of customers costs', () => {
  it.each([
    ['as many calls as its rows need at each account', 'first: 10', { lago: 520, polar: 520 }],
    ['those of one account', 'provider: "lago", first: 10', { lago: 520 }],
    ['those of twenty rows where nothing is said', 'provider: "lago"', { lago: 540 }],
    [
      'those of no more rows than there can be',
      'provider: "lago", filter: { externalIds: ["a", "b"] }',
      { lago: 522 },
    ],
    ['nothing where nobody matches', 'provider: "lago", filter: { externalIds: [] }', {}],
    ['nothing where the arguments are refused', 'provider: "lago", first: 101', {}],
  ])('%s', (_name, args, expected) => {
    expect(price(`{ customers(${args}) { nodes { subscriptions { id } } } }`)).toEqual(expected);
  });

  it('more after a cursor', () => {
    const query =
      'query ($after: String) { customers(provider: "lago", first: 1, after: $after) { totalCount } }';
    expect(price(query, { after: 'x' })).toEqual({ lago: 1001 });
    expect(price(query)).toEqual({ lago: 501 });
  });

  it('what its nodes and its edges select together, and each page for itself', () => {
    const page =
      'customers(provider: "lago", first: 1) { nodes { subscriptions { id } } edges { node { subscriptions { id } coupons { id } } } }';
    expect(price(`{ ${page} }`)).toEqual({ lago: 503 });
    expect(price(`{ a: ${page} b: ${page} }`)).toEqual({ lago: 1006 });
  });
});

describe('over several accounts a page costs', () => {
  it('what an external id may cost at each', () => {
    const { byAccount, total } = priceOf(
      '{ customers(filter: { externalIds: ["a"] }) { nodes { subscriptions { id } } } }',
      { providers, caller: anyone },
    );
    expect([...byAccount.values()]).toEqual([521, 521]);
    expect(total).toBe(1042);
  });

  it('no more for external ids than it has rows', () => {
    const { total } = priceOf(
      '{ customers(first: 1, filter: { externalIds: ["a", "b"] }) { nodes { subscriptions { id } } } }',
      { providers, caller: anyone },
    );
    expect(total).toBe(501 + 501 + 1);
  });

  it('no more together than its rows can, however they are spread', () => {
    const { byAccount, total } = priceOf('{ customers(first: 10) { nodes { subscriptions { id } } } }', {
      providers,
      caller: anyone,
    });
    expect([...byAccount.values()]).toEqual([520, 520]);
    expect(total).toBe(510 + 510 + 10);
  });
});

describe('a mutation costs', () => {
  it.each([
    ['its write', 'updateCustomer(input: { customer: { id: $id } }) { __typename }', { lago: 7 }],
    [
      'its write, also by external id',
      'updateCustomer(input: { customer: { external: { provider: "polar", externalId: "a" } } }) { __typename }',
      { polar: 7 },
    ],
    [
      'nothing where no account is meant',
      'deleteCustomer(input: { customer: { id: "x" } }) { __typename }',
      {},
    ],
    [
      'what is read of the customer that it answers',
      'createCustomer(input: { provider: "lago", externalId: "a" }) { ... on CreateCustomerPayload { customer { subscriptions { id } usage { asOf } } } }',
      { lago: 6 },
    ],
    [
      'each for itself, since a write makes everybody read anew',
      'a: updateCustomer(input: { customer: { id: $id } }) { ...P } b: updateCustomer(input: { customer: { id: $id } }) { ...P }',
      { lago: 16 },
    ],
  ])('%s', (_name, fields, expected) => {
    const query = `mutation ($id: ID) { ${fields} x: createPortalSession(input: { customer: { id: "x$" } }) { __typename } }`;
    const withFragment = fields.includes('...P')
      ? `${query} fragment P on UpdateCustomerPayload { customer { subscriptions { id } } }`
      : query;
    const used = fields.includes('$id') ? withFragment : withFragment.replace('($id: ID)', '');
    expect(price(used, { id: idOf('1') })).toEqual(expected);
  });
});
