import type { AppliedCoupon } from '../billing/coupon.ts';
import type { Balance, BalanceParts } from '../billing/balance.ts';
import type { Call } from '../billing/call.ts';
import type { Customer } from '../billing/customer.ts';
import type { Entitlement } from '../billing/entitlement.ts';
import { ProviderError } from '../billing/provider-error.ts';
import type { ActivityFilter, Subscription } from '../billing/subscription.ts';
import type { UpcomingGrant, UpcomingGrantParts } from '../billing/upcoming-grant.ts';
import type { PastUsageFilter, Usage, UsageFilter, UsagePeriod } from '../billing/usage.ts';
import { type BatchSchedule, createBatchSchedule } from './batch-schedule.ts';
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

/** What a loader of a request is for. */
interface Asked<Name extends Question> {
  readonly question: Name;
  /** What tells it from others for the same: parameters as JSON, or how customers are named. */
  readonly parameters: string;
}

/** A loader that was asked for. */
interface MadeLoader<Name extends Question> {
  readonly question: Name;
  readonly loader: ProviderLoader<CustomerAnswers[Name]>;
}

/** What a request has that asks for something. */
interface Begun {
  /** By question and parameters. */
  readonly loaders: Map<string, MadeLoader<Question>>;
  readonly schedule: BatchSchedule;
}

/** Fresh loaders for one request. Each is made when it is first asked for: most requests ask for few, and many for none. */
export function createLoaders({ call: carried, onFailure, openKnown }: LoadersOptions): Loaders {
  // Adapters remember what they read for one call object.
  let call = carried;
  let known: KnownAnswers | null = null;
  let begun: Begun | null = null;

  /** Before anything is read for the call object. */
  function open(): KnownAnswers {
    known ??= openKnown();
    return known;
  }

  function loaderOf<Name extends Question>(
    { question, parameters }: Asked<Name>,
    read: ReadBatch<CustomerAnswers[Name]>,
    memory: () => CustomerMemory<CustomerAnswers[Name]> = () => open().about(question, parameters),
  ): ProviderLoader<CustomerAnswers[Name]> {
    begun ??= { loaders: new Map(), schedule: createBatchSchedule() };
    const { loaders, schedule } = begun;
    const name = `${question}${parameters}`;
    const made = loaders.get(name);
    if (made !== undefined && isOf(question, made)) return made.loader;
    const loader = createProviderLoader({ read, onFailure, memory, schedule });
    loaders.set(name, { question, loader });
    return loader;
  }

  return {
    customer: () =>
      loaderOf(
        { question: 'customer', parameters: 'byKey' },
        (provider, keys) => withPatience(provider.name, call, provider.customers.byKeys(keys, call)),
        () => open().customer(),
      ),
    customerByExternalId: () =>
      loaderOf(
        { question: 'customer', parameters: 'byExternalId' },
        (provider, keys) => withPatience(provider.name, call, provider.customers.byExternalIds(keys, call)),
        () => open().customerByExternalId(),
      ),
    entitlements: () =>
      loaderOf({ question: 'entitlements', parameters: '' }, (provider, keys) =>
        provider.entitlements.ofCustomers(keys, call),
      ),
    usage: (filter) =>
      loaderOf({ question: 'usage', parameters: JSON.stringify(filter) }, (provider, keys) =>
        provider.usage.ofCustomers(keys, filter, call),
      ),
    pastUsage: (filter) =>
      loaderOf({ question: 'pastUsage', parameters: JSON.stringify(filter) }, async (provider, keys) => {
        if (provider.pastUsage === undefined) {
          throw new ProviderError({ provider: provider.name, failure: 'unsupported' });
        }
        return provider.pastUsage.ofCustomers(keys, filter, call);
      }),
    upcomingGrants: (parts) =>
      loaderOf({ question: 'upcomingGrants', parameters: JSON.stringify(parts) }, (provider, keys) =>
        provider.upcomingGrants.ofCustomers(keys, parts, call),
      ),
    coupons: (filter) =>
      loaderOf({ question: 'coupons', parameters: JSON.stringify(filter) }, (provider, keys) =>
        provider.coupons.ofCustomers(keys, filter, call),
      ),
    balance: (parts) =>
      loaderOf({ question: 'balance', parameters: JSON.stringify(parts) }, (provider, keys) =>
        provider.balance.ofCustomers(keys, parts, call),
      ),
    subscriptions: (filter) =>
      loaderOf({ question: 'subscriptions', parameters: JSON.stringify(filter) }, (provider, keys) =>
        provider.subscriptions.ofCustomers(keys, filter, call),
      ),
    customerPage: (request) => loadCustomerPage(request, { call, onFailure, memory: open().stretch() }),
    forget() {
      call = { ...carried };
      known = null;
      for (const { loader } of begun?.loaders.values() ?? []) loader.clearAll();
    },
  };
}

function isOf<Name extends Question>(question: Name, made: MadeLoader<Question>): made is MadeLoader<Name> {
  return made.question === question;
}
