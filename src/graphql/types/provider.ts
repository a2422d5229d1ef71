import { type Capability, capabilitiesOf } from '../../billing/capability.ts';
import type { BillingProvider } from '../../billing/provider.ts';
import type { ProviderKind } from '../../billing/provider-kind.ts';
import { builder } from '../builder.ts';
import { encodeNodeId } from '../node-id.ts';
import { nodeInterface } from './node.ts';
import { providerStatusType } from './provider-status.ts';

const providerKindEnum = builder.enumType('ProviderKind', {
  description: 'The billing system behind a provider account.',
  values: {
    FLEXPRICE: { description: 'Flexprice: plans, metered features, wallets, credit grants.' },
    LAGO: { description: 'Lago: plans and billable metrics, coupons, wallets with recurring top-ups.' },
    POLAR: { description: 'Polar: products with benefits, meters and discounts.' },
  } satisfies Record<ProviderKind, object>,
});

const capabilityEnum = builder.enumType('Capability', {
  description:
    'One thing that a provider account can do through billgraph. What the account lacks is null, and answers UNSUPPORTED_BY_PROVIDER where it would have to be asked for.',
  values: {
    USAGE: { description: '`Customer.usage`.' },
    PAST_USAGE: { description: '`Customer.pastUsage`.' },
    ENTITLEMENTS: { description: '`Customer.entitlements` and `Customer.entitlement`.' },
    UPCOMING_GRANTS: { description: '`Customer.upcomingGrants`.' },
    COUPONS: { description: '`Customer.coupons`.' },
    BALANCE: { description: '`Customer.balance`.' },
    LIVE_BALANCE: {
      description: '`Balance.live` and `Wallet.live`: balances after usage that is not yet invoiced.',
    },
    SUBSCRIPTIONS: { description: '`Customer.subscriptions`.' },
    CUSTOMER_SEARCH: { description: 'Searching its customers: the `filter` of `customers`.' },
    CUSTOMER_SORT: {
      description: 'Sorting its customers otherwise than newest first: the `orderBy` of `customers`.',
    },
    CUSTOMER_CREATE: { description: '`createCustomer` and `ensureCustomer`.' },
    CUSTOMER_UPDATE: { description: '`updateCustomer`.' },
    CUSTOMER_DELETE: { description: '`deleteCustomer`.' },
    CUSTOMER_EXPORT: { description: 'Exporting all its customers: `GET /customers.csv`.' },
    COUPON_REMOVE: { description: '`removeCoupon`.' },
    PORTAL_SESSION: { description: '`createPortalSession`.' },
    CHECKOUT_SESSION: { description: '`createCheckoutSession`.' },
  } satisfies Record<Capability, object>,
});

/** One configured account. */
export const providerType = builder.objectRef<BillingProvider>('Provider').implement({
  description: 'One configured account at one billing provider, for example "lago-eu".',
  interfaces: [nodeInterface],
  fields: (t) => ({
    id: t.id({
      description: 'Global id.',
      resolve: ({ name }) => encodeNodeId({ type: 'Provider', provider: name, key: name }),
    }),
    name: t.exposeString('name', {
      description: 'The configured name: unique, and part of the id of every customer of the account.',
    }),
    kind: t.expose('kind', { type: providerKindEnum, description: 'Which billing system it is.' }),
    capabilities: t.field({
      type: [capabilityEnum],
      description: 'What can be asked of this account; known without asking it.',
      resolve: capabilitiesOf,
    }),
    status: t.field({
      type: providerStatusType,
      description: 'How it is doing, as seen from this process; known without asking it.',
      resolve: (provider) => provider.status(),
    }),
  }),
});

builder.queryFields((t) => ({
  providers: t.field({
    type: [providerType],
    description: 'The configured provider accounts, in the order of the configuration.',
    resolve: (_root, _args, { providers }) => [...providers.values()],
  }),
  provider: t.field({
    type: providerType,
    nullable: true,
    description: 'The provider account of this name; null when none is configured under it.',
    args: {
      name: t.arg.string({ required: true, description: 'The configured name, for example "lago-eu".' }),
    },
    resolve: (_root, { name }, { providers }) => providers.get(name) ?? null,
  }),
}));
