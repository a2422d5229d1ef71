import type { AppliedCoupon } from '../billing/coupon.ts';
import type { Balance, BalanceParts } from '../billing/balance.ts';
import type { Call } from '../billing/call.ts';
import type { Customer } from '../billing/customer.ts';
import type { Entitlement } from '../billing/entitlement.ts';
import { ProviderError } from '../billing/provider-error.ts';
import type { ActivityFilter, Subscription } from '../billing/subscription.ts';
import type { UpcomingGrant, UpcomingGrantParts } from '../billing/upcoming-grant.ts';
import type { PastUsageFilter, Usage, UsageFilter, UsagePeriod } from '../billing/usage.ts';
import type { CustomerAnswers, Question } from './customer-answers.ts';
import type { CustomerMemory, KnownAnswers } from './last-known-answers.ts';
import { type CustomerPage, type CustomerPageRequest, loadCustomerPage } from './load-customer-page.ts';
import { withPatience } from './patience.ts';
import {
  createProviderLoader,
  type OnFailure,
  type ProviderLoader,
  type ReadBatch,
} from './provider-loader.ts';
import type { Reading } from './reading.ts';

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
  customerPage(request: CustomerPageRequest): Promise<Reading<CustomerPage>>;
  /** Lets go of everything that has been read: a write may have changed it. */
  forget(): void;
}

/** What the loaders of a request are made of. */
interface LoadersOptions {
  /** What all upstream calls carry: they stop with its signal. */
  readonly call: Call;
  /** Told about every failure of a provider. */
  readonly onFailure: OnFailure;
  /** Opens what is known, for the next call object. */
  readonly openKnown: () => KnownAnswers;
}

/** Fresh loaders for one request. */
export function createLoaders({ call: carried, onFailure, openKnown }: LoadersOptions): Loaders {
  // Adapters remember what they read for one call object.
  let call: Call = { ...carried };
  let known = openKnown();
  const all: { clearAll(): unknown }[] = [];

  function load<Value>(read: ReadBatch<Value>, memory: () => CustomerMemory<Value>): ProviderLoader<Value> {
    const loader = createProviderLoader({ read, onFailure, memory });
    all.push(loader);
    return loader;
  }

  /** One loader for each distinct set of parameters. */
  function withParameters<Parameters, Name extends Question>(
    question: Name,
    readWith: (parameters: Parameters) => ReadBatch<CustomerAnswers[Name]>,
  ) {
    const loaders = new Map<string, ProviderLoader<CustomerAnswers[Name]>>();
    return (parameters: Parameters): ProviderLoader<CustomerAnswers[Name]> => {
      const name = JSON.stringify(parameters);
      const loader = loaders.get(name) ?? load(readWith(parameters), () => known.about(question, name));
      loaders.set(name, loader);
      return loader;
    };
  }

  return {
    customer: load(
      (provider, keys) => withPatience(provider.name, call, provider.customers.byKeys(keys, call)),
      () => known.customer,
    ),
    customerByExternalId: load(
      (provider, keys) => withPatience(provider.name, call, provider.customers.byExternalIds(keys, call)),
      () => known.customerByExternalId,
    ),
    entitlements: load(
      (provider, keys) => provider.entitlements.ofCustomers(keys, call),
      () => known.about('entitlements', ''),
    ),
    usage: withParameters(
      'usage',
      (filter: UsageFilter) => (provider, keys) => provider.usage.ofCustomers(keys, filter, call),
    ),
    pastUsage: withParameters('pastUsage', (filter: PastUsageFilter) => async (provider, keys) => {
      if (provider.pastUsage === undefined) {
        throw new ProviderError({ provider: provider.name, failure: 'unsupported' });
      }
      return provider.pastUsage.ofCustomers(keys, filter, call);
    }),
    upcomingGrants: withParameters(
      'upcomingGrants',
      (parts: UpcomingGrantParts) => (provider, keys) =>
        provider.upcomingGrants.ofCustomers(keys, parts, call),
    ),
    coupons: withParameters(
      'coupons',
      (filter: ActivityFilter) => (provider, keys) => provider.coupons.ofCustomers(keys, filter, call),
    ),
    balance: withParameters(
      'balance',
      (parts: BalanceParts) => (provider, keys) => provider.balance.ofCustomers(keys, parts, call),
    ),
    subscriptions: withParameters(
      'subscriptions',
      (filter: ActivityFilter) => (provider, keys) => provider.subscriptions.ofCustomers(keys, filter, call),
    ),
    customerPage: (request) => loadCustomerPage(request, { call, onFailure, memory: known.stretch }),
    forget() {
      call = { ...carried };
      known = openKnown();
      for (const loader of all) loader.clearAll();
    },
  };
}
