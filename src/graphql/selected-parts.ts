import type { BalanceParts } from '../billing/balance.ts';
import type { UpcomingGrantParts } from '../billing/upcoming-grant.ts';
import { type Selection, selects } from './selection.ts';

/** The parts of a balance that are selected below it. */
export function balancePartsOf(selection: Selection): BalanceParts {
  return {
    money: selects(selection, 'asOf', 'settled', 'wallets'),
    live: selects(selection, 'live', 'wallets.live'),
    credits: selects(selection, 'credits'),
  };
}

/** The parts of a balance that a sum of money over several accounts needs. */
export const settledMoney: BalanceParts = { money: true, live: false, credits: false };

/** The parts of upcoming grants that are selected below them. */
export function upcomingGrantPartsOf(selection: Selection): UpcomingGrantParts {
  return {
    definition: selects(selection, 'name', 'expiresAt'),
    unit: selects(selection, 'unit'),
    amount: selects(selection, 'amount'),
  };
}
