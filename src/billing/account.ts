import type { Balance } from './balance.ts';
import type { Customer } from './customer.ts';
import { type Money, sumByCurrency } from './money.ts';
import type { ProviderError } from './provider-error.ts';

/** One of your customers, wherever it is billed. */
export interface Account {
  readonly externalId: string;
  /** One per provider account that knows the external id. */
  readonly customers: readonly Customer[];
  /** The provider accounts that could not be asked. */
  readonly unavailable: readonly ProviderError[];
}

/** The settled money of several balances, one exact sum per currency; null when any of them is not known. */
export function sumBalances(balances: readonly (Balance | null)[]): readonly Money[] | null {
  const known = balances.filter((balance) => balance !== null);
  return known.length === balances.length ? sumByCurrency(known.flatMap(({ settled }) => settled)) : null;
}
