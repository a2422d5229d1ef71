import fc from 'fast-check';
import { parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { CallCosts } from '../../../src/billing/call-cost.ts';
import { anyone } from '../../../src/graphql/caller.ts';
import { encodeNodeId } from '../../../src/graphql/node-id.ts';
import { countListedIds } from '../../../src/graphql/pricing/count-listed-ids.ts';
import { pricedFields } from '../../../src/graphql/pricing/priced-field.ts';
import { priceOperation } from '../../../src/graphql/pricing/price-operation.ts';
import { selectOperation } from '../../../src/graphql/pricing/select-operation.ts';
import { schema } from '../../../src/graphql/schema.ts';
import { createFakeProvider } from '../../support/fake-provider.ts';

/** Dearer the more there is to it, so that whatever is mistaken for something else shows. */
const costsOf = (weight: number): CallCosts => ({
  read: (read, customers) => ({ [JSON.stringify(read)]: weight * customers + JSON.stringify(read).length }),
  page: ({ query, continued }) => weight + Number(continued) + (query.filter.search?.length ?? 0),
  write: () => weight,
});
const providers = new Map(
  ['lago', 'polar'].map((name, index) => [
    name,
    { ...createFakeProvider({ name }), costs: costsOf(index + 1) },
  ]),
);

const roots = [
  'customer(id: $id) { ...Some }',
  'again: customer(id: $id) @include(if: $more) { balance { live { amount } } }',
  'nodes(ids: $ids) { ...Some ... on Customer { coupons(includeInactive: $more) { id } } }',
  'customers(first: $first, after: $after, filter: { search: $search }) { nodes { ...Some @skip(if: $more) } }',
  'account(externalId: $search) { customers { pastUsage(periods: $first) { invoiceId } } balances { amount } }',
  '... on Query { accounts(externalIds: [$search, "b"]) { entitlement(feature: $search) { access } } }',
];

const head =
  '($id: ID!, $ids: [ID!]!, $more: Boolean!, $first: Int, $after: String, $search: String!, $subscription: String)';
const fragment =
  'fragment Some on Customer { usage(subscriptionId: $subscription) { asOf } entitlements { feature } upcomingGrants { name @skip(if: $more) unit } }';
// Every variable is used, as it has to be.
const unpriced =
  'used: customers(provider: "nobody", first: $first, after: $after, filter: { search: $search }) { totalCount @skip(if: $more) } none: nodes(ids: $ids) { id ...Some } one: customer(id: $id) { id }';

const anyText = fc
  .subarray(roots)
  .map((chosen) => `query ${head} { ${chosen.join(' ')} ${unpriced} } ${fragment}`);

const anyId = fc
  .constantFrom('lago', 'polar', 'nobody')
  .chain((provider) =>
    fc.constantFrom('a', 'b', 'c').map((key) => encodeNodeId({ type: 'Customer', provider, key })),
  );
const anyVariables = fc.record(
  {
    id: anyId,
    ids: fc.array(anyId, { maxLength: 5 }),
    more: fc.boolean(),
    first: fc.option(fc.integer({ min: -1, max: 6 })),
    after: fc.option(fc.constant('cursor')),
    search: fc.constantFrom('x', 'longer'),
    subscription: fc.option(fc.constantFrom('s', 'subscription')),
  },
  { requiredKeys: ['id', 'ids', 'more', 'search'] },
);
const variableNames = ['id', 'ids', 'more', 'first', 'after', 'search', 'subscription'];

/** What is asked differs in little, since that is what could be taken for the same. */
const anyRequests = fc
  .tuple(anyVariables, fc.array(fc.tuple(anyVariables, fc.constantFrom(...variableNames)), { maxLength: 6 }))
  .map(([usual, others]) => [
    usual,
    ...others.map(([other, changed]) => ({
      ...usual,
      ...Object.fromEntries(Object.entries(other).filter(([name]) => name === changed)),
    })),
  ]);

const anyCaller = fc.constantFrom(
  anyone,
  { name: 'own', scopes: new Set<never>(), externalId: 'a' },
  { name: 'none', scopes: new Set<never>(), externalId: null },
);

describe('an operation', () => {
  it('costs the same whatever was asked with its document before', () => {
    fc.assert(
      fc.property(anyText, anyRequests, anyCaller, (text, requests, caller) => {
        const kept = parse(text);
        expect(validate(schema, kept)).toEqual([]);
        for (const variableValues of requests) {
          const [price, fresh] = [kept, parse(text)].map((document) => {
            const operation = selectOperation({ schema, document, variableValues }) ?? expect.fail();
            const fields = pricedFields(operation);
            const { byAccount, total } = priceOperation(operation, fields, { providers, caller });
            return { byAccount: [...byAccount].sort(), total, ids: countListedIds(fields) };
          });
          expect(price).toEqual(fresh);
        }
      }),
    );
  });
});
