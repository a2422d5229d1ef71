import { z } from 'zod';
import { encodeNodeId } from '../../src/graphql/node-id.ts';
import { type ProviderName, providerNames } from './sample-customers.ts';

/** What tells of a customer who is asked about. */
export const victimSchema = z.object({
  id: z.string(),
  provider: z.object({ name: z.enum(providerNames) }),
  providerCustomerId: z.string(),
  externalId: z.string().nullable(),
  name: z.string().nullable(),
  email: z.string().nullable(),
});

/** Somebody who is asked about. */
export type Victim = z.infer<typeof victimSchema>;

/** A question to the graph. */
export interface Question {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

const absentKeys = {
  flexprice: 'cust_01JZZZZZZZZZZZZZZZZZZZZZZZ',
  lago: 'born-to-nobody',
  polar: '00000000-0000-4000-8000-00000000dead',
} as const satisfies Record<ProviderName, string>;

/** Nobody, asked about in the same way. */
export const nobodyAt = (provider: ProviderName): Victim => ({
  id: encodeNodeId({ type: 'Customer', provider, key: absentKeys[provider] }),
  provider: { name: provider },
  providerCustomerId: absentKeys[provider],
  externalId: 'born-to-nobody',
  name: 'Born To Nobody',
  email: 'born.to.nobody@example.com',
});

/** Everything that is asked of a customer. */
export const whole = `fragment Whole on Customer {
  id provider { name } providerCustomerId externalId name email phone currency timezone locale taxId
  address { line1 city } metadata { key value } createdAt updatedAt
  usage { items { feature quantity } } entitlements { feature } upcomingGrants { name } coupons { id }
  balance { settled { amount } } subscriptions { subscriptionId }
}`;

/** Everything that is asked of an account. */
export const account = 'externalId customers { ...Whole } unavailable { code } balances { amount }';

const byId = (query: string) => (victim: Victim) => ({
  query: `query ($id: ID!) { ${query} } ${whole}`,
  variables: { id: victim.id },
});
const byExternalId = (query: string) => (victim: Victim) => ({
  query: `query ($externalId: String!) { ${query} } ${whole}`,
  variables: { externalId: victim.externalId ?? 'none' },
});
const byFilter = (filterOf: (victim: Victim) => object) => (victim: Victim) => ({
  query: `query ($provider: String, $filter: CustomerFilter) {
      customers(provider: $provider, filter: $filter) {
        nodes { ...Whole } edges { node { id } } totalCount pageInfo { hasNextPage } unavailable { code }
      }
    } ${whole}`,
  variables: { provider: victim.provider.name, filter: filterOf(victim) },
});

/** A portal session for somebody, named by a key. */
export const portal = (customerOf: (victim: Victim) => object) => (victim: Victim) => ({
  query: `mutation ($customer: CustomerKey!) {
    createPortalSession(input: { customer: $customer }) {
      __typename ... on CreatePortalSessionPayload { url } ... on Error { code message }
    }
  }`,
  variables: { customer: customerOf(victim) },
});
const externalKey = ({ provider, externalId }: Victim) => ({
  external: { provider: provider.name, externalId: externalId ?? 'none' },
});

/** Every way to a single customer, as a question about somebody. */
export const paths: readonly (readonly [string, (victim: Victim) => Question])[] = [
  ['customer', byId('customer(id: $id) { ...Whole }')],
  ['node', byId('node(id: $id) { id ...Whole }')],
  ['nodes', byId('nodes(ids: [$id, $id]) { id ...Whole }')],
  ['customer beside itself', byId('viewer { customers { id name } } customer(id: $id) { ...Whole }')],
  [
    'customerByExternalId',
    (victim) => ({
      query: `query ($provider: String!, $externalId: String!) {
        customerByExternalId(provider: $provider, externalId: $externalId) { ...Whole }
      } ${whole}`,
      variables: { provider: victim.provider.name, externalId: victim.externalId ?? 'none' },
    }),
  ],
  ['account', byExternalId(`account(externalId: $externalId) { ${account} }`)],
  ['accounts', byExternalId(`accounts(externalIds: [$externalId]) { ${account} }`)],
  [
    'account, asked for a feature',
    byExternalId(
      'account(externalId: $externalId) { customers { ...Whole } entitlement(feature: "api_calls") { access } }',
    ),
  ],
  ['customers with an external id', byFilter(({ externalId }) => ({ externalIds: [externalId ?? 'none'] }))],
  ['customers with a name', byFilter(({ name }) => ({ search: name ?? 'none' }))],
  [
    'customers with an e-mail address',
    byFilter(({ email }) => ({ email: email?.split(',')[0] ?? 'none@example.com' })),
  ],
  ['a portal session by id', portal(({ id }) => ({ id }))],
  ['a portal session by external id', portal(externalKey)],
];

/** The mutations that no customer may run, as a question about somebody. */
export const forbiddenMutations: readonly (readonly [string, (victim: Victim) => Question])[] = (
  [
    ['createCustomer', 'CreateCustomerInput', (victim) => ({ ...externalKey(victim).external, name: 'Eve' })],
    ['ensureCustomer', 'CreateCustomerInput', (victim) => ({ ...externalKey(victim).external, name: 'Eve' })],
    ['updateCustomer', 'UpdateCustomerInput', ({ id }) => ({ customer: { id }, name: 'Eve' })],
    ['deleteCustomer', 'DeleteCustomerInput', (victim) => ({ customer: externalKey(victim) })],
    ['removeCoupon', 'RemoveCouponInput', ({ id }) => ({ appliedCouponId: id })],
    ['createCheckoutSession', 'CreateCheckoutSessionInput', ({ id }) => ({ customer: { id } })],
  ] as const satisfies readonly (readonly [string, string, (victim: Victim) => object])[]
).map(([mutation, inputType, inputOf]) => [
  mutation,
  (victim) => ({
    query: `mutation ($input: ${inputType}!) { ${mutation}(input: $input) { __typename } }`,
    variables: { input: inputOf(victim) },
  }),
]);
