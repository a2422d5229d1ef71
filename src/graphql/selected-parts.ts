import type { BalanceParts } from '../billing/balance.ts';
import type { UpcomingGrantParts } from '../billing/upcoming-grant.ts';
import { oncePerSelection, selects } from './selection.ts';

/** The parts of a balance that are selected below it. */
export const balancePartsOf = oncePerSelection(
  (selection): BalanceParts => ({
    money: selects(selection, 'asOf', 'settled', 'wallets'),
    live: selects(selection, 'live', 'wallets.live'),
    credits: selects(selection, 'credits'),
  }),
);

/** The parts of a balance that a sum of money over several accounts needs. */
export const settledMoney: BalanceParts = { money: true, live: false, credits: false };

/** The parts of upcoming grants that are selected below them. */
export const upcomingGrantPartsOf = oncePerSelection(
  (selection): UpcomingGrantParts => ({
    definition: selects(selection, 'name', 'expiresAt'),
    unit: selects(selection, 'unit'),
    amount: selects(selection, 'amount'),
  }),
);

/** The parts of an entitlement check that are selected below it. */
export const checkPartsOf = oncePerSelection((selection) => ({
  /** What was used so far: that may cost a call of its own. */
  usage: selects(selection, 'used', 'remaining', 'resetsAt'),
}));
