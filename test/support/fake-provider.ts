import type { Balance } from '../../src/billing/balance.ts';
import type { Batch } from '../../src/billing/batch.ts';
import type { AppliedCoupon, CouponRemoval } from '../../src/billing/coupon.ts';
import type { CheckoutSessions } from '../../src/billing/checkout-session.ts';
import type { Customer } from '../../src/billing/customer.ts';
import { compareCustomers, matchesFilter, type CustomerQuery } from '../../src/billing/customer-list.ts';
import type { CustomerWrites } from '../../src/billing/customer-write.ts';
import type { Entitlement } from '../../src/billing/entitlement.ts';
import type { PortalSessions } from '../../src/billing/portal-session.ts';
import type { BillingProvider } from '../../src/billing/provider.ts';
import { ProviderError } from '../../src/billing/provider-error.ts';
import type { ProviderKind } from '../../src/billing/provider-kind.ts';
import type { ProviderStatus } from '../../src/billing/provider-status.ts';
import type { Subscription } from '../../src/billing/subscription.ts';
import type { UpcomingGrant } from '../../src/billing/upcoming-grant.ts';
import type { Usage, UsagePeriod } from '../../src/billing/usage.ts';

type Rows<Value> = Readonly<Record<string, Value | ProviderError>>;

/** What a fake provider knows, by customer key; a ProviderError in place of a value fails that key only. */
export interface FakeProviderData {
  readonly name: string;
  readonly kind?: ProviderKind;
  readonly customers?: Rows<Customer>;
  readonly usage?: Rows<Usage>;
  readonly pastUsage?: Rows<readonly UsagePeriod[]>;
  readonly entitlements?: Rows<readonly Entitlement[]>;
  readonly upcomingGrants?: Rows<readonly UpcomingGrant[]>;
  readonly coupons?: Rows<readonly AppliedCoupon[]>;
  readonly balance?: Rows<Balance>;
  readonly subscriptions?: Rows<readonly Subscription[]>;
  /** Whether its lists can be sorted; true when absent. */
  readonly sorts?: boolean;
  /** The writes that it takes; any other fails as unsupported. */
  readonly customerWrites?: Partial<CustomerWrites>;
  readonly couponRemoval?: CouponRemoval;
  readonly portalSessions?: PortalSessions;
  readonly checkoutSessions?: CheckoutSessions;
  /** How it is doing; up when absent. */
  readonly status?: ProviderStatus;
  /** Fails every read as a whole. */
  readonly down?: ProviderError;
}

/** A read that a fake provider was asked for. */
interface FakeRead {
  readonly read: string;
  readonly keys: readonly string[];
  readonly parameters?: unknown;
}

/** A provider that answers from memory and remembers what it was asked. */
export interface FakeProvider extends BillingProvider {
  readonly reads: readonly FakeRead[];
}

/** A fake provider over the data. */
export function createFakeProvider(data: FakeProviderData): FakeProvider {
  const reads: FakeRead[] = [];
  const answer = async <Value>(
    read: string,
    rows: Rows<Value> | undefined,
    keys: readonly string[],
    parameters?: unknown,
  ): Promise<Batch<Value>> => {
    reads.push(parameters === undefined ? { read, keys } : { read, keys, parameters });
    if (data.down !== undefined) throw data.down;
    return new Map(keys.flatMap((key) => (rows?.[key] === undefined ? [] : [[key, rows[key]] as const])));
  };
  const byExternalId = Object.fromEntries(
    Object.values(data.customers ?? {}).flatMap((customer) =>
      'externalId' in customer && customer.externalId !== null ? [[customer.externalId, customer]] : [],
    ),
  );
  const { pastUsage, couponRemoval, checkoutSessions } = data;
  const refuse = () => Promise.reject(new ProviderError({ provider: data.name, failure: 'unsupported' }));
  const listOf = ({ filter, order }: CustomerQuery) => ({
    async window({ offset, limit }: { readonly offset: number; readonly limit: number }) {
      reads.push({ read: 'customerList', keys: [], parameters: { offset, limit } });
      if (data.down !== undefined) throw data.down;
      const customers = Object.values(data.customers ?? {})
        .filter((customer): customer is Customer => !(customer instanceof ProviderError))
        .filter((customer) => matchesFilter(customer, filter))
        .sort(compareCustomers(order));
      return { customers: customers.slice(offset, offset + limit), total: customers.length };
    },
  });
  return {
    reads,
    name: data.name,
    kind: data.kind ?? 'LAGO',
    costs: {
      read: ({ kind }) => ({ [kind]: 1 }),
      page: () => 1,
      write: () => 1,
    },
    forgetReads() {},
    status: () => data.status ?? { state: 'UP', since: new Date(0), lastFailure: null, quota: null },
    customers: {
      byKeys: (keys) => answer('customers', data.customers, keys),
      byExternalIds: (keys) => answer('customersByExternalId', byExternalId, keys),
    },
    customerLists: { sorts: data.sorts ?? true, listsOf: (query) => [listOf(query)] },
    customerWrites: {
      create: refuse,
      ensure: refuse,
      update: refuse,
      delete: refuse,
      ...data.customerWrites,
    },
    portalSessions: data.portalSessions ?? { create: refuse },
    ...(couponRemoval && { couponRemoval }),
    ...(checkoutSessions && { checkoutSessions }),
    usage: { ofCustomers: (keys, filter) => answer('usage', data.usage, keys, filter) },
    ...(pastUsage && {
      pastUsage: { ofCustomers: (keys, filter) => answer('pastUsage', pastUsage, keys, filter) },
    }),
    entitlements: { ofCustomers: (keys) => answer('entitlements', data.entitlements, keys) },
    upcomingGrants: {
      ofCustomers: (keys, parts) => answer('upcomingGrants', data.upcomingGrants, keys, parts),
    },
    coupons: { ofCustomers: (keys, filter) => answer('coupons', data.coupons, keys, filter) },
    balance: { live: true, ofCustomers: (keys, parts) => answer('balance', data.balance, keys, parts) },
    subscriptions: {
      ofCustomers: (keys, filter) => answer('subscriptions', data.subscriptions, keys, filter),
    },
  };
}

/** A customer with nothing but what is given. */
export function customerOf(known: Partial<Customer> & Pick<Customer, 'provider' | 'key'>): Customer {
  return {
    providerCustomerId: known.key,
    externalId: null,
    name: null,
    email: null,
    phone: null,
    currency: null,
    timezone: null,
    locale: null,
    taxId: null,
    address: null,
    metadata: [],
    createdAt: new Date('2026-01-02T03:04:05Z'),
    updatedAt: null,
    raw: {},
    ...known,
  };
}

/** An entitlement with nothing but what is given. */
export function entitlementOf(known: Partial<Entitlement> & Pick<Entitlement, 'feature'>): Entitlement {
  return {
    name: null,
    kind: 'BOOLEAN',
    enabled: true,
    limit: null,
    unlimited: false,
    softLimit: false,
    resetPeriod: null,
    values: [],
    sources: [],
    meteredBy: null,
    ...known,
  };
}

/** A usage answer with one item. */
export function usageOf(feature: string, quantity: Usage['items'][number]['quantity']): Usage {
  return {
    asOf: new Date('2026-05-01T00:00:00Z'),
    charges: [],
    items: [
      {
        feature,
        name: feature,
        unit: null,
        quantity,
        limit: null,
        unlimited: null,
        remaining: null,
        charge: null,
        period: null,
        resetsAt: new Date('2026-06-01T00:00:00Z'),
        subscriptionId: null,
      },
    ],
  };
}
