import type { Balance, BalanceParts } from '../billing/balance.ts';
import type { Call } from '../billing/call.ts';
import type { AppliedCoupon } from '../billing/coupon.ts';
import type { Customer } from '../billing/customer.ts';
import type { Entitlement } from '../billing/entitlement.ts';
import type { ActivityFilter, Subscription } from '../billing/subscription.ts';
import type { UpcomingGrant, UpcomingGrantParts } from '../billing/upcoming-grant.ts';
import type { PastUsageFilter, Usage, UsageFilter, UsagePeriod } from '../billing/usage.ts';
import { createBatchSchedule } from './batch-schedule.ts';
import { type ChildParameters, type ChildQuestion, childReads } from './child-reads.ts';
import type { CustomerAnswers } from './customer-answers.ts';
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
  customer(): ProviderLoader<Customer>;
  customerByExternalId(): ProviderLoader<Customer>;
  entitlements(): ProviderLoader<readonly Entitlement[]>;
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
interface ChildLoader<Name extends ChildQuestion> {
  readonly question: Name;
  readonly loader: ProviderLoader<CustomerAnswers[Name]>;
}

/** Fresh loaders for one request. Each is made when it is first asked for: most requests ask for few. */
export function createLoaders({ call: carried, onFailure, openKnown }: LoadersOptions): Loaders {
  // Adapters remember what they read for one call object.
  let call = carried;
  // Before anything is read for the call object.
  let known = openKnown();
  const schedule = createBatchSchedule();
  /** By question and parameters. */
  const children = new Map<string, ChildLoader<ChildQuestion>>();
  const all: { clearAll(): void }[] = [];
  let customer: ProviderLoader<Customer> | null = null;
  let customerByExternalId: ProviderLoader<Customer> | null = null;

  function load<Value>(read: ReadBatch<Value>, memory: () => CustomerMemory<Value>): ProviderLoader<Value> {
    const loader = createProviderLoader({ read, onFailure, memory, schedule });
    all.push(loader);
    return loader;
  }

  /** The one loader for these parameters. */
  function child<Name extends ChildQuestion>(
    question: Name,
    parameters: ChildParameters[Name],
  ): ProviderLoader<CustomerAnswers[Name]> {
    const text = parameters === null ? '' : JSON.stringify(parameters);
    const made = children.get(question + text);
    if (made !== undefined && isOf(question, made)) return made.loader;
    const loader = loadChild(question, parameters, text);
    children.set(question + text, { question, loader });
    return loader;
  }

  function loadChild<Name extends ChildQuestion>(
    question: Name,
    parameters: ChildParameters[Name],
    text: string,
  ): ProviderLoader<CustomerAnswers[Name]> {
    return load(
      (provider, keys) => childReads[question](provider, { keys, parameters, call }),
      () => known.about(question, text),
    );
  }

  return {
    customer() {
      customer ??= load(
        (provider, keys) => withPatience(provider.name, call, provider.customers.byKeys(keys, call)),
        () => known.customer(),
      );
      return customer;
    },
    customerByExternalId() {
      customerByExternalId ??= load(
        (provider, keys) => withPatience(provider.name, call, provider.customers.byExternalIds(keys, call)),
        () => known.customerByExternalId(),
      );
      return customerByExternalId;
    },
    entitlements: () => child('entitlements', null),
    usage: (filter) => child('usage', filter),
    pastUsage: (filter) => child('pastUsage', filter),
    upcomingGrants: (parts) => child('upcomingGrants', parts),
    coupons: (filter) => child('coupons', filter),
    balance: (parts) => child('balance', parts),
    subscriptions: (filter) => child('subscriptions', filter),
    customerPage: (request) => loadCustomerPage(request, { call, onFailure, memory: known.stretch() }),
    forget() {
      call = { ...carried };
      known = openKnown();
      for (const loader of all) loader.clearAll();
    },
  };
}

function isOf<Name extends ChildQuestion>(
  question: Name,
  child: ChildLoader<ChildQuestion>,
): child is ChildLoader<Name> {
  return child.question === question;
}
