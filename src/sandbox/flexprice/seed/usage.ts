import type { AccruedChargeRow, UsageRow } from '../rows/usage.ts';
import type { SeedCalendar } from './base.ts';
import { idOf } from './names.ts';
import { chargedFeatures, unchargedFeatures } from './plans.ts';
import { subscriptionSeeds } from './subscription-seeds.ts';

/** What single subscriptions have used, by feature. */
const quantities: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'acct-1': {
    api_calls: '42000',
    seats: '4',
    storage_gb: '127.5',
    emails: '73',
    reports: '3',
    archive_search: '9',
  },
  'acct-2': { api_calls: '12', seats: '3' },
  'acct-3': { api_calls: '100000', seats: '6', storage_gb: '0.000001' },
  'acct-4': { api_calls: '9007199254740999', storage_gb: '123456789012345.123456789012345' },
  'acct-5': { api_calls: '61000', seats: '5', storage_gb: '40.25' },
  'acct-5 second': { api_calls: '1500', seats: '2' },
  'acct-8': { api_calls: '120000.5', exports: '4' },
};

/** What single subscriptions' usage has cost so far. */
const charges: Readonly<Record<string, string>> = {
  'acct-1': '22.65',
  'acct-3': '1800',
  'acct-4': '0.125',
  'acct-5': '3.1',
  'acct-5 second': '0.9',
  'acct-5 inherited': '1000',
  'acct-7': '55',
  'acct-14': '12.3456789',
  'acct-15': '7',
  'acct-15 second': '8.5',
  'acct-16': '4.75',
};

/** What the meters have counted; uncharged meters count as well, and nobody reads them. */
export function seedUsage(calendar: SeedCalendar): readonly UsageRow[] {
  return subscriptionSeeds(calendar).flatMap(({ name, plan }, index) => {
    const known = quantities[name];
    return [...chargedFeatures(plan), ...unchargedFeatures].map((feature, position) => ({
      subscription_id: idOf.subscription(name),
      meter_id: idOf.meter(feature),
      quantity: known === undefined ? String((index * 37 + position * 11) % 90) : (known[feature] ?? '0'),
    }));
  });
}

/** What that usage has cost. */
export function seedAccruedCharges(calendar: SeedCalendar): readonly AccruedChargeRow[] {
  return subscriptionSeeds(calendar).map(({ name }, index) => ({
    subscription_id: idOf.subscription(name),
    amount: charges[name] ?? String(index % 7),
  }));
}
