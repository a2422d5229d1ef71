import type { BalanceParts } from '../billing/balance.ts';
import type { Batch } from '../billing/batch.ts';
import type { Call } from '../billing/call.ts';
import type { BillingProvider } from '../billing/provider.ts';
import { ProviderError } from '../billing/provider-error.ts';
import type { ActivityFilter } from '../billing/subscription.ts';
import type { UpcomingGrantParts } from '../billing/upcoming-grant.ts';
import type { PastUsageFilter, UsageFilter } from '../billing/usage.ts';
import type { CustomerAnswers } from './customer-answers.ts';

/** With what parameters each thing is asked about customers; null: without any. */
export interface ChildParameters {
  readonly entitlements: null;
  readonly usage: UsageFilter;
  readonly pastUsage: PastUsageFilter;
  readonly upcomingGrants: UpcomingGrantParts;
  readonly coupons: ActivityFilter;
  readonly balance: BalanceParts;
  readonly subscriptions: ActivityFilter;
}

/** What can be asked about customers who are known. */
export type ChildQuestion = keyof ChildParameters;

/** A read, and what it is asked with. */
interface AskedRead<Name extends ChildQuestion> {
  readonly keys: readonly string[];
  readonly parameters: ChildParameters[Name];
  readonly call: Call;
}

/** Which of an account's reads answers what. */
export const childReads: {
  readonly [Name in ChildQuestion]: (
    provider: BillingProvider,
    asked: AskedRead<Name>,
  ) => Promise<Batch<CustomerAnswers[Name]>>;
} = {
  entitlements: ({ entitlements }, { keys, call }) => entitlements.ofCustomers(keys, call),
  usage: ({ usage }, { keys, parameters, call }) => usage.ofCustomers(keys, parameters, call),
  async pastUsage({ name, pastUsage }, { keys, parameters, call }) {
    if (pastUsage === undefined) throw new ProviderError({ provider: name, failure: 'unsupported' });
    return pastUsage.ofCustomers(keys, parameters, call);
  },
  upcomingGrants: ({ upcomingGrants }, { keys, parameters, call }) =>
    upcomingGrants.ofCustomers(keys, parameters, call),
  coupons: ({ coupons }, { keys, parameters, call }) => coupons.ofCustomers(keys, parameters, call),
  balance: ({ balance }, { keys, parameters, call }) => balance.ofCustomers(keys, parameters, call),
  subscriptions: ({ subscriptions }, { keys, parameters, call }) =>
    subscriptions.ofCustomers(keys, parameters, call),
};
