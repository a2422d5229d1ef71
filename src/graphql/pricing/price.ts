import type { Context } from '../context.ts';

/** What the price of an operation depends on, beside the operation. */
export type PricingContext = Pick<Context, 'providers' | 'caller'>;

/** Calls by the configured name of the account. */
type CallsByAccount = ReadonlyMap<string, number>;

/** What an operation, or a part of it, will cost. */
export interface Price {
  /** What each account may be asked. */
  readonly byAccount: CallsByAccount;
  /** What all of them may be asked: less than the sum where not every account can be asked its most. */
  readonly total: number;
}

/** The price of asking nobody. */
export const free: Price = { byAccount: new Map(), total: 0 };

/** The price of asking one account. */
export function priceAt(account: string, calls: number): Price {
  return { byAccount: new Map([[account, calls]]), total: calls };
}

/** The price of all parts. */
export function addUp(prices: readonly Price[]): Price {
  const byAccount = new Map<string, number>();
  for (const [account, calls] of prices.flatMap((price) => [...price.byAccount])) {
    byAccount.set(account, (byAccount.get(account) ?? 0) + calls);
  }
  return { byAccount, total: sum(prices.map(({ total }) => total)) };
}

/** All of the numbers together. */
export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
