import type { AppliedCoupon } from '../billing/coupon.ts';
import type { Balance, BalanceParts } from '../billing/balance.ts';
import type { Call } from '../billing/call.ts';
import type { Customer } from '../billing/customer.ts';
import type { Entitlement } from '../billing/entitlement.ts';
import { ProviderError } from '../billing/provider-error.ts';
import type { ActivityFilter, Subscription } from '../billing/subscription.ts';
import type { UpcomingGrant, UpcomingGrantParts } from '../billing/upcoming-grant.ts';
import type { PastUsageFilter, Usage, UsageFilter, UsagePeriod } from '../billing/usage.ts';
import { type CustomerPage, type CustomerPageRequest, loadCustomerPage } from './load-customer-page.ts';
import {
  createProviderLoader,
  type OnFailure,
  type ProviderLoader,
  type ReadBatch,
} from './provider-loader.ts';

/** The loaders of one GraphQL request; those with parameters give one loader for each set of parameters. */
export interface Loaders {
  /** By native key. */
  readonly customer: ProviderLoader<Customer>;
  readonly customerByExternalId: ProviderLoader<Customer>;
  readonly entitlements: ProviderLoader<readonly Entitlement[]>;
  usage(filter: UsageFilter): ProviderLoader<Usage>;
  pastUsage(filter: PastUsageFilter): ProviderLoader<readonly UsagePeriod[]>;
  upcomingGrants(parts: UpcomingGrantParts): ProviderLoader<readonly UpcomingGrant[]>;
  coupons(filter: ActivityFilter): ProviderLoader<readonly AppliedCoupon[]>;
  balance(parts: BalanceParts): ProviderLoader<Balance>;
  subscriptions(filter: ActivityFilter): ProviderLoader<readonly Subscription[]>;
  /** Reads the page each time that it is asked for. */
  customerPage(request: CustomerPageRequest): Promise<CustomerPage>;
  /** Lets go of everything that has been read: a write may have changed it. */
  forget(): void;
}

/** Fresh loaders for one request, whose upstream calls stop with the signal. */
export function createLoaders(carried: Call, onFailure: OnFailure): Loaders {
  // Adapters remember what they read for one call object.
  let call: Call = { ...carried };
  const all: { clearAll(): unknown }[] = [];

  function load<Value>(read: ReadBatch<Value>): ProviderLoader<Value> {
    const loader = createProviderLoader(read, onFailure);
    all.push(loader);
    return loader;
  }

  /** One loader for each distinct set of parameters. */
  function withParameters<Parameters, Value>(readWith: (parameters: Parameters) => ReadBatch<Value>) {
    const loaders = new Map<string, ProviderLoader<Value>>();
    return (parameters: Parameters): ProviderLoader<Value> => {
      const name = JSON.stringify(parameters);
      const loader = loaders.get(name) ?? load(readWith(parameters));
      loaders.set(name, loader);
      return loader;
    };
  }

  return {
    customer: load((provider, keys) => provider.customers.byKeys(keys, call)),
    customerByExternalId: load((provider, keys) => provider.customers.byExternalIds(keys, call)),
    entitlements: load((provider, keys) => provider.entitlements.ofCustomers(keys, call)),
    usage: withParameters((filter) => (provider, keys) => provider.usage.ofCustomers(keys, filter, call)),
    pastUsage: withParameters((filter) => async (provider, keys) => {
      if (provider.pastUsage === undefined) {
        throw new ProviderError({ provider: provider.name, failure: 'unsupported' });
      }
      return provider.pastUsage.ofCustomers(keys, filter, call);
    }),
    upcomingGrants: withParameters(
      (parts) => (provider, keys) => provider.upcomingGrants.ofCustomers(keys, parts, call),
    ),
    coupons: withParameters((filter) => (provider, keys) => provider.coupons.ofCustomers(keys, filter, call)),
    balance: withParameters((parts) => (provider, keys) => provider.balance.ofCustomers(keys, parts, call)),
    subscriptions: withParameters(
      (filter) => (provider, keys) => provider.subscriptions.ofCustomers(keys, filter, call),
    ),
    customerPage: (request) => loadCustomerPage(request, call, onFailure),
    forget() {
      call = { ...carried };
      for (const loader of all) loader.clearAll();
    },
  };
}
