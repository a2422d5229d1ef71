import { decimal } from '../decimal.ts';
import type { RecurringRule } from '../recurring-rule.ts';
import type { LagoStore } from '../store.ts';
import { daysAfter } from '../time.ts';
import type { Wallet } from '../wallet.ts';
import { saveCustomer } from './customer.ts';
import { createRule, saveWallet } from './wallet.ts';

interface GrantCase {
  readonly externalId: string;
  readonly rule: Partial<RecurringRule>;
  readonly wallet?: Partial<Wallet>;
  readonly timezone?: string;
}

/** One customer for every way in which a wallet can be topped up again and again. */
export function seedGrants(store: LagoStore): void {
  for (const { externalId, rule, wallet = {}, timezone = null } of grantCases(store.now())) {
    const customer = saveCustomer(store, externalId, 70, { name: externalId, currency: 'EUR', timezone });
    saveWallet(store, customer, 'prepaid', 60, {
      rate_amount: decimal('0.1'),
      credits_balance: decimal('12.5'),
      rules: [createRule(store, externalId, rule)],
      ...wallet,
    });
  }
}

function grantCases(now: Date): readonly GrantCase[] {
  const free = { granted_credits: decimal('100') };
  const target = { method: 'target', target_ongoing_balance: decimal('500') } as const;
  return [
    { externalId: 'grants-weekly', rule: { ...free, interval: 'weekly' } },
    {
      externalId: 'grants-monthly-31st',
      rule: { ...free, interval: 'monthly', started_at: startOf(now, -1, '-01-31') },
    },
    {
      externalId: 'grants-quarterly',
      rule: { ...free, interval: 'quarterly', started_at: startOf(now, -1, '-02-15') },
    },
    {
      externalId: 'grants-semiannual',
      rule: { ...free, interval: 'semiannual', started_at: startOf(now, -1, '-03-30') },
    },
    {
      externalId: 'grants-leap-day',
      rule: { ...free, interval: 'yearly', started_at: startOf(now, yearsToLeapDay(now), '-02-29') },
    },
    { externalId: 'grants-target', rule: { ...target, interval: 'monthly', grants_target_top_up: true } },
    {
      externalId: 'grants-target-paid',
      rule: { ...target, interval: 'weekly', grants_target_top_up: false },
    },
    {
      externalId: 'grants-threshold',
      rule: { ...free, trigger: 'threshold', threshold_credits: decimal('10') },
    },
    {
      externalId: 'grants-expired',
      rule: { ...free, interval: 'weekly', expiration_at: daysAfter(now, -10) },
    },
    {
      externalId: 'grants-ending',
      rule: { ...free, interval: 'monthly', expiration_at: daysAfter(now, 2) },
    },
    {
      externalId: 'grants-paid-and-free',
      rule: { ...free, paid_credits: decimal('250.5'), interval: 'monthly', transaction_name: 'Top-up' },
    },
    {
      externalId: 'grants-later',
      rule: { ...free, interval: 'weekly', started_at: daysAfter(now, 20) },
    },
    {
      externalId: 'grants-short-wallet',
      rule: { ...free, interval: 'yearly' },
      wallet: { expiration_at: daysAfter(now, 5) },
    },
    {
      externalId: 'grants-far-east',
      rule: { ...free, interval: 'weekly', started_at: startOf(now, -1, '-06-01') },
      timezone: 'Pacific/Apia',
    },
    {
      externalId: 'grants-far-west',
      rule: { ...free, interval: 'weekly', started_at: startOf(now, -1, '-06-01') },
      timezone: 'Pacific/Honolulu',
    },
  ];
}

/** Noon UTC of a day in a year that is so many years from now. */
function startOf(now: Date, years: number, day: string): Date {
  return new Date(`${now.getUTCFullYear() + years}${day}T12:00:00Z`);
}

/** How many years ago the last 29 February that is surely over lies, as a negative number. */
function yearsToLeapDay(now: Date): number {
  const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  let years = -1;
  while (!isLeap(now.getUTCFullYear() + years)) years -= 1;
  return years;
}
