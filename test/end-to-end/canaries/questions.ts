import { encodeNodeId } from '../../../src/graphql/node-id.ts';
import { wholeCustomer } from '../../support/open-customer-graph.ts';
import type { HttpRequest } from '../../support/http-exchange.ts';
import { canary, quoted } from './canary.ts';

const providers = ['flexprice', 'lago', 'polar'] as const;

/** Your id for somebody who is on all accounts; it is an e-mail address, as many are. */
export const externalId = `${canary}@sample.example`;

const everything = `...Whole raw usage { asOf } pastUsage { invoiceId } entitlements { feature } coupons { id }
  upcomingGrants { name } balance { settled { amount } live { amount } } subscriptions { id }`;

const post = (query: string, variables: object = {}): HttpRequest => ({ body: { query, variables } });

/** Puts somebody on every account of whom every field is a secret. */
export const planting: readonly HttpRequest[] = providers.map((provider) =>
  post('mutation ($input: CreateCustomerInput!) { createCustomer(input: $input) { __typename } }', {
    input: {
      provider,
      externalId,
      name: `${canary} Lovelace`,
      email: externalId,
      address: { line1: `${canary} Street`, city: canary, country: 'DE' },
      metadata: [{ key: canary, value: canary }],
      ...(provider !== 'polar' && { phone: '+49 30 5550123' }),
    },
  }),
);

const reads: readonly HttpRequest[] = [
  post(
    `query ($externalId: String!) { account(externalId: $externalId) { customers { ${everything} } balances { amount } } } ${wholeCustomer}`,
    { externalId },
  ),
  post(
    `{ customers(first: 3) { nodes { ${everything} } totalCount unavailable { code message } } } ${wholeCustomer}`,
  ),
  ...providers.map((provider) =>
    post(
      `query ($provider: String!, $externalId: String!, $id: ID!, $filter: CustomerFilter) {
        customerByExternalId(provider: $provider, externalId: $externalId) { name }
        node(id: $id) { id }
        customers(provider: $provider, filter: $filter) { nodes { email } unavailable { code } }
      }`,
      {
        provider,
        externalId,
        id: encodeNodeId({ type: 'Customer', provider, key: externalId }),
        filter: { email: externalId, search: canary },
      },
    ),
  ),
];

const writes: readonly HttpRequest[] = providers.map((provider) => {
  const customer = { external: { provider, externalId } };
  const fields = { name: `${canary} Byron`, email: externalId };
  return post(
    `mutation ($input: CreateCustomerInput!, $changes: UpdateCustomerInput!, $customer: CustomerKey!, $coupon: ID!) {
      createCustomer(input: $input) { ...Result }
      ensureCustomer(input: $input) { ...Result }
      updateCustomer(input: $changes) { ...Result }
      removeCoupon(input: { appliedCouponId: $coupon }) { ...Result }
      createPortalSession(input: { customer: $customer }) { ...Result ... on CreatePortalSessionPayload { url } }
      createCheckoutSession(input: { customer: $customer }) { ...Result ... on CreateCheckoutSessionPayload { url } }
    }
    fragment Result on Error { __typename code message }`,
    {
      input: { provider, externalId, ...fields },
      changes: { customer, ...fields },
      customer,
      coupon: encodeNodeId({ type: 'AppliedCoupon', provider, key: `${externalId}:${canary}` }),
    },
  );
});

const exports: readonly HttpRequest[] = [...providers.map((name) => `?provider=${name}`), ''].map(
  (query) => ({
    method: 'GET',
    target: `/customers.csv${query}`,
  }),
);

/** Everything that reaches a provider. */
export const questions = [...reads, ...writes, ...exports];

/** What is wrong with a request and full of secrets; only words that may be quoted stand where the errors quote. */
export const mistakes: readonly HttpRequest[] = [
  post(`{ ${quoted} }`),
  post('query ($id: Int) { node(id: $id) { id } }', { id: quoted }),
  post('mutation ($input: CreateCustomerInput!) { createCustomer(input: $input) { __typename } }', {
    input: { provider: quoted, externalId: quoted, [quoted]: 1 },
  }),
  post(`{ customers(provider: "${quoted}") { totalCount } }`),
  { body: `{"query":"${canary}` },
  { body: `{ ${canary}` },
  { body: [{ query: canary }] },
  { target: `/graphql?access_token=${canary}`, body: { query: '{ __typename }' } },
  { method: 'GET', target: `/graphql?query={${canary}}` },
  { method: 'GET', target: `/${canary}` },
  { method: 'GET', target: `/customers.csv?${quoted}=1` },
  { method: 'GET', target: `/customers.csv?provider=${quoted}` },
  { headers: { 'content-type': `${canary}/${canary}` }, body: canary },
  { headers: { origin: `https://${canary}.example` }, body: { query: '{ __typename }' } },
  { headers: { 'content-encoding': canary }, body: canary },
  {
    headers: { cookie: `session=${canary}`, 'x-request-id': canary, 'x-forwarded-host': canary },
    body: { query: '{ __typename }', operationName: quoted },
  },
  { body: { extensions: { persistedQuery: { version: 1, sha256Hash: canary } } } },
];
