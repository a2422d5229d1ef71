import type { CallBudget } from '../../billing/call-budget.ts';
import { ProviderError } from '../../billing/provider-error.ts';
import type { CallsByAccount } from './price.ts';

/** What an operation has come to at one account. */
export interface Spending {
  /** The calls that were foreseen; more where answers have shown that there is more to ask. */
  readonly estimated: number;
  /** The calls that were made. */
  readonly actual: number;
  /** How long at least one of them was under way. */
  readonly milliseconds: number;
}

/** The budget of one operation. */
export interface OperationBudget extends CallBudget {
  /** Sets what is foreseen, before the first call. */
  foresee(price: CallsByAccount): void;
  /** What has been spent so far, by the configured name of the account, for each that was to be asked. */
  spending(): ReadonlyMap<string, Spending>;
}

interface Ledger {
  estimated: number;
  actual: number;
  underWay: number;
  startedAt: number;
  milliseconds: number;
}

/**
 * A budget of so many calls at most. A customer who has more than was foreseen, such as several live subscriptions, raises
 * the estimate call by call, up to the limit.
 */
export function createOperationBudget(limit: number): OperationBudget {
  const ledgers = new Map<string, Ledger>();
  let made = 0;

  function ledgerOf(provider: string): Ledger {
    const known = ledgers.get(provider);
    if (known !== undefined) return known;
    const ledger = { estimated: 0, actual: 0, underWay: 0, startedAt: 0, milliseconds: 0 };
    ledgers.set(provider, ledger);
    return ledger;
  }

  return {
    foresee(price) {
      for (const [provider, calls] of price) ledgerOf(provider).estimated = calls;
    },
    begin(provider) {
      if (made === limit) throw new ProviderError({ provider, failure: 'too-expensive' });
      const ledger = ledgerOf(provider);
      made += 1;
      ledger.actual += 1;
      ledger.estimated = Math.max(ledger.estimated, ledger.actual);
      if (ledger.underWay === 0) ledger.startedAt = performance.now();
      ledger.underWay += 1;
      return () => {
        ledger.underWay -= 1;
        if (ledger.underWay === 0) ledger.milliseconds += performance.now() - ledger.startedAt;
      };
    },
    spending: () =>
      new Map(
        Array.from(ledgers, ([provider, { estimated, actual, milliseconds }]) => [
          provider,
          { estimated, actual, milliseconds: Math.round(milliseconds) },
        ]),
      ),
  };
}
