import type { Batch } from './batch.ts';
import type { Call } from './call.ts';
import type { Decimal } from './decimal.ts';
import { type Money, sumByCurrency } from './money.ts';

/** What a customer has in hand. */
export interface Balance {
  /** When the provider answered. */
  readonly asOf: Date;
  /** One per currency; empty without a wallet. */
  readonly settled: readonly Money[];
  /** After usage that is not yet invoiced; null when the provider has no such figure. */
  readonly live: readonly Money[] | null;
  /** Units that are not money. */
  readonly credits: readonly CreditBalance[];
  /** The active ones. */
  readonly wallets: readonly Wallet[];
}

/** A balance in units that are not money. */
export interface CreditBalance {
  readonly unit: string;
  readonly balance: Decimal;
}

/** One active wallet. */
export interface Wallet {
  /** Unique within the provider account. */
  readonly key: string;
  readonly name: string | null;
  /** The provider's own word. */
  readonly status: string;
  readonly settled: Money;
  /** null when the provider has no such figure. */
  readonly live: Money | null;
  readonly credits: Decimal | null;
  readonly expiresAt: Date | null;
  /** The lowest is drawn first; null where the provider has no order. */
  readonly priority: number | null;
}

/** The parts of a balance that cost a provider different calls. */
export interface BalanceParts {
  /** `settled` and `wallets`. */
  readonly money: boolean;
  readonly live: boolean;
  readonly credits: boolean;
}

/** Balances, by customer key. */
export interface BalanceReads {
  /** Whether the provider knows a live figure. */
  readonly live: boolean;
  ofCustomers(keys: readonly string[], parts: BalanceParts, call: Call): Promise<Batch<Balance>>;
}

/** One live amount per currency, or null as soon as one wallet has none. */
export function sumLive(wallets: readonly Wallet[]): readonly Money[] | null {
  const amounts = wallets.flatMap(({ live }) => live ?? []);
  return amounts.length === wallets.length ? sumByCurrency(amounts) : null;
}
