import type { AppliedCoupon } from '../billing/coupon.ts';
import type { Balance, BalanceParts } from '../billing/balance.ts';
import type { Call } from '../billing/call.ts';
import type { Customer } from '../billing/customer.ts';
import type { Entitlement } from '../billing/entitlement.ts';
import { ProviderError } from '../billing/provider-error.ts';
import type { ActivityFilter, Subscription } from '../billing/subscription.ts';
import type { UpcomingGrant, UpcomingGrantParts } from '../billing/upcoming-grant.ts';
import type { PastUsageFilter, Usage, UsageFilter, UsagePeriod } from '../billing/usage.ts';
import { createBatchSchedule } from './batch-schedule.ts';
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

/** A loader of what is asked about customers. */
interface ChildLoader<Name extends Question> {
  readonly question: Name;
  readonly loader: ProviderLoader<CustomerAnswers[Name]>;
}

function isOf<Name extends Question>(
  question: Name,
  child: ChildLoader<Question>,
): child is ChildLoader<Name> {
  return child.question === question;
}

/** Fresh loaders for one request. Each is made when it is first asked for: most requests ask for few. */
export function createLoaders({ call: carried, onFailure, openKnown }: LoadersOptions): Loaders {
  // Adapters remember what they read for one call object.
  let call = carried;
  let known: KnownAnswers | null = null;
  let customer: ProviderLoader<Customer> | null = null;
  let customerByExternalId: ProviderLoader<Customer> | null = null;
  const schedule = createBatchSchedule();
  const children = new Map<string, ChildLoader<Question>>();
  const all: { clearAll(): unknown }[] = [];

  /** Before anything is read for the call object. */
  function open(): KnownAnswers {
    known ??= openKnown();
    return known;
  }

  function load<Value>(read: ReadBatch<Value>, memory: () => CustomerMemory<Value>): ProviderLoader<Value> {
    const loader = createProviderLoader({ read, onFailure, memory, schedule });
    all.push(loader);
    return loader;
  }

  /** The one loader for these parameters, which are JSON. */
  function child<Name extends Question>(
    question: Name,
    parameters: string,
    read: ReadBatch<CustomerAnswers[Name]>,
  ): ProviderLoader<CustomerAnswers[Name]> {
    const name = `${question}${parameters}`;
    const made = children.get(name);
    if (made !== undefined && isOf(question, made)) return made.loader;
    const loader = load(read, () => open().about(question, parameters));
    children.set(name, { question, loader });
    return loader;
  }

  return {
    get customer() {
      customer ??= load(
        (provider, keys) => withPatience(provider.name, call, provider.customers.byKeys(keys, call)),
        () => open().customer,
      );
      return customer;
    },
    get customerByExternalId() {
      customerByExternalId ??= load(
        (provider, keys) => withPatience(provider.name, call, provider.customers.byExternalIds(keys, call)),
        () => open().customerByExternalId,
      );
      return customerByExternalId;
    },
    get entitlements() {
      return child('entitlements', '', (provider, keys) => provider.entitlements.ofCustomers(keys, call));
    },
    usage: (filter) =>
      child('usage', JSON.stringify(filter), (provider, keys) =>
        provider.usage.ofCustomers(keys, filter, call),
      ),
    pastUsage: (filter) =>
      child('pastUsage', JSON.stringify(filter), async (provider, keys) => {
        if (provider.pastUsage === undefined) {
          throw new ProviderError({ provider: provider.name, failure: 'unsupported' });
        }
        return provider.pastUsage.ofCustomers(keys, filter, call);
      }),
    upcomingGrants: (parts) =>
      child('upcomingGrants', JSON.stringify(parts), (provider, keys) =>
        provider.upcomingGrants.ofCustomers(keys, parts, call),
      ),
    coupons: (filter) =>
      child('coupons', JSON.stringify(filter), (provider, keys) =>
        provider.coupons.ofCustomers(keys, filter, call),
      ),
    balance: (parts) =>
      child('balance', JSON.stringify(parts), (provider, keys) =>
        provider.balance.ofCustomers(keys, parts, call),
      ),
    subscriptions: (filter) =>
      child('subscriptions', JSON.stringify(filter), (provider, keys) =>
        provider.subscriptions.ofCustomers(keys, filter, call),
      ),
    customerPage: (request) => loadCustomerPage(request, { call, onFailure, memory: open().stretch }),
    forget() {
      call = { ...carried };
      known = null;
      for (const loader of all) loader.clearAll();
    },
  };
}
