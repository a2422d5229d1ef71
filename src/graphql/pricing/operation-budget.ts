import type { CallBudget } from '../../billing/call-budget.ts';
import { ProviderError } from '../../billing/provider-error.ts';
import type { Price } from './price.ts';

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
  foresee(price: Price): void;
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
 * the estimate, up to the limit; what was foreseen for the others stays theirs.
 */
export function createOperationBudget(limit: number): OperationBudget {
  // Many operations ask nobody.
  let ledgers: Map<string, Ledger> | null = null;
  let promised = 0;
  let made = 0;

  function ledgerOf(provider: string): Ledger {
    ledgers ??= new Map();
    const known = ledgers.get(provider);
    if (known !== undefined) return known;
    const ledger = { estimated: 0, actual: 0, underWay: 0, startedAt: 0, milliseconds: 0 };
    ledgers.set(provider, ledger);
    return ledger;
  }

  function extend(provider: string, calls: number): void {
    if (promised + calls > limit) throw new ProviderError({ provider, failure: 'too-expensive' });
    promised += calls;
    ledgerOf(provider).estimated += calls;
  }

  return {
    extend,
    foresee({ byAccount, total }) {
      for (const [provider, calls] of byAccount) ledgerOf(provider).estimated = calls;
      promised = total;
    },
    begin(provider) {
      const ledger = ledgerOf(provider);
      if (ledger.actual === ledger.estimated) extend(provider, 1);
      if (made === limit) throw new ProviderError({ provider, failure: 'too-expensive' });
      made += 1;
      ledger.actual += 1;
      if (ledger.underWay === 0) ledger.startedAt = performance.now();
      ledger.underWay += 1;
      return () => {
        ledger.underWay -= 1;
        if (ledger.underWay === 0) ledger.milliseconds += performance.now() - ledger.startedAt;
      };
    },
    spending: () =>
      new Map(
        Array.from(ledgers ?? [], ([provider, { estimated, actual, milliseconds }]) => [
          provider,
          { estimated, actual, milliseconds: Math.round(milliseconds) },
        ]),
      ),
  };
}
