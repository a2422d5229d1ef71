import type { BaseColumns } from '../rows/base-columns.ts';
import type { CreditGrantApplicationRow, CreditGrantRow } from '../rows/credit-grant.ts';
import { baseColumnsAt, type SeedCalendar } from './base.ts';
import { idOf } from './names.ts';
import { subscriptionSeeds } from './subscription-seeds.ts';

const monthly = { cadence: 'RECURRING', period: 'MONTHLY', period_count: 1 } as const;

/** The rules: of a plan, of an add-on, of single subscriptions, with and without an expiry or a price. */
export function seedCreditGrants(calendar: SeedCalendar): readonly CreditGrantRow[] {
  const base = (name: string) => baseColumnsAt(idOf.grant(name), calendar.day(-420));
  return [
    { ...base('monthly bonus'), ...monthlyBonus(calendar) },
    { ...base('pro allowance'), ...proAllowance },
    {
      ...base('team credits'),
      name: 'Team pack credits',
      scope: 'ADDON',
      addon_id: idOf.addon('team'),
      credits: '40',
      ...monthly,
      expiration_type: 'NEVER',
    },
    {
      ...base('welcome'),
      name: 'Welcome credits',
      scope: 'SUBSCRIPTION',
      subscription_id: idOf.subscription('acct-2'),
      credits: '25',
      cadence: 'ONETIME',
      expiration_type: 'NEVER',
    },
    { ...base('withdrawn'), status: 'archived', name: 'Withdrawn', scope: 'PLAN', credits: '1', ...monthly },
  ];
}

type CreditGrantSeed = Omit<CreditGrantRow, keyof BaseColumns>;

const proAllowance: CreditGrantSeed = {
  name: 'Pro allowance',
  scope: 'PLAN',
  plan_id: idOf.plan('pro'),
  credits: '12.75',
  ...monthly,
  expiration_type: 'DURATION',
  expiration_duration: 90,
  expiration_duration_unit: 'DAY',
  metadata: { team: 'growth' },
  conversion_rate: '1',
};

function monthlyBonus(calendar: SeedCalendar): CreditGrantSeed {
  return {
    name: 'Monthly bonus',
    scope: 'SUBSCRIPTION',
    plan_id: idOf.plan('pro'),
    subscription_id: idOf.subscription('acct-1'),
    credits: '500',
    ...monthly,
    expiration_type: 'BILLING_CYCLE',
    priority: 1,
    start_date: calendar.midnight(-10, -5),
    conversion_rate: '0.5',
    topup_conversion_rate: '0.5',
  };
}

type ApplicationSeed = Pick<CreditGrantApplicationRow, 'scheduled_for' | 'credits'> &
  Partial<CreditGrantApplicationRow>;

/** Grants done and grants to come, some on subscriptions that are over. */
export function seedCreditGrantApplications(calendar: SeedCalendar): readonly CreditGrantApplicationRow[] {
  const application = (
    subscription: string,
    grant: string,
    seed: ApplicationSeed,
  ): CreditGrantApplicationRow => ({
    ...baseColumnsAt(idOf.grantApplication(`${subscription} ${grant} ${seed.credits}`), calendar.day(-9)),
    created_by: '',
    updated_by: '',
    credit_grant_id: idOf.grant(grant),
    subscription_id: idOf.subscription(subscription),
    period_start: seed.scheduled_for,
    application_status: 'pending',
    application_reason: 'recurring_credit_grant',
    ...seed,
  });
  const nextPeriod = { scheduled_for: calendar.midnight(-10, 1), period_end: calendar.midnight(-10, 2) };
  const plan = subscriptionSeeds(calendar)
    .filter(({ plan, name }) => plan === 'pro' && name !== 'acct-1')
    .map(({ name }) => application(name, 'pro allowance', { ...nextPeriod, credits: '12.75' }));
  return [
    ...plan,
    ...acct1Applications(calendar, application),
    application('acct-2', 'welcome', {
      scheduled_for: calendar.midnight(9),
      credits: '25',
      application_reason: 'onetime_credit_grant',
      subscription_status_at_application: 'trialing',
    }),
  ];
}

function acct1Applications(
  calendar: SeedCalendar,
  application: (subscription: string, grant: string, seed: ApplicationSeed) => CreditGrantApplicationRow,
): readonly CreditGrantApplicationRow[] {
  const done = calendar.midnight(-10);
  return [
    application('acct-1', 'monthly bonus', {
      scheduled_for: calendar.midnight(-10, 1),
      period_end: calendar.midnight(-10, 2),
      credits: '500',
      subscription_status_at_application: 'active',
    }),
    application('acct-1', 'team credits', {
      scheduled_for: calendar.day(2),
      credits: '40',
      application_status: 'failed',
      retry_count: 2,
      failure_reason: 'the wallet was locked',
      metadata: { attempt: 'nightly' },
    }),
    application('acct-1', 'monthly bonus', {
      scheduled_for: done,
      applied_at: calendar.day(-10),
      credits: '450',
      application_status: 'applied',
      application_reason: 'first_time_recurring_credit_grant',
    }),
    application('acct-1', 'monthly bonus', {
      scheduled_for: done,
      credits: '51',
      application_status: 'failed',
    }),
    application('acct-1', 'pro allowance', {
      scheduled_for: calendar.midnight(3),
      credits: '52',
      application_status: 'skipped',
    }),
  ];
}
