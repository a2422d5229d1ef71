import { readEach } from '../../billing/batch.ts';
import type { Call } from '../../billing/call.ts';
import type { UpcomingGrant, UpcomingGrantReads } from '../../billing/upcoming-grant.ts';
import { validate } from '../../http/validate.ts';
import { askableKeys } from '../askable-keys.ts';
import type { RowLoader } from '../row-loader.ts';
import type { CustomerRow } from './customers.ts';
import type { WalletRows } from './wallet-rows.ts';
import { customerTimezoneSchema } from './wire/customer.ts';
import {
  isScheduled,
  type RecurringTopUp,
  recurringRulesSchema,
  toUpcomingGrants,
} from './wire/upcoming-grant.ts';
import { activeWallets, type WireWallet } from './wire/wallet.ts';

/** What the reads of upcoming grants are computed from. */
export interface UpcomingGrantSources {
  readonly provider: string;
  readonly customers: RowLoader<CustomerRow>;
  readonly wallets: WalletRows;
}

/** Grants to come. Lago names no dates, so they follow from the wallets' rules and the customer's time zone. */
export function createUpcomingGrantReads(sources: UpcomingGrantSources): UpcomingGrantReads {
  return {
    ofCustomers: (keys, _parts, call) =>
      readEach(askableKeys(keys), (customer) => ofCustomer(sources, customer, call)),
  };
}

async function ofCustomer(
  { provider, customers, wallets }: UpcomingGrantSources,
  customer: string,
  call: Call,
): Promise<readonly UpcomingGrant[] | null> {
  const rows = await wallets.loadOne(customer, call);
  if (rows === null) return null;
  const topUps = activeWallets(rows).flatMap((wallet) => topUpsOf(provider, wallet));
  // Without a date to compute nobody's time zone is needed, which may save a call.
  if (!topUps.some(isScheduled)) return [];
  const row = await customers.loadOne(customer, call);
  if (row === null) return null;
  const { applicable_timezone } = validate(provider, customerTimezoneSchema, row.record);
  return toUpcomingGrants(topUps, applicable_timezone, call.now());
}

function topUpsOf(provider: string, wallet: WireWallet): readonly RecurringTopUp[] {
  return validate(provider, recurringRulesSchema, wallet.recurring_transaction_rules).map((rule) => ({
    wallet,
    rule,
  }));
}
