import type { BalanceReads, CreditBalance } from '../../billing/balance.ts';
import { readEach } from '../../billing/batch.ts';
import type { Call } from '../../billing/call.ts';
import { validate } from '../../http/validate.ts';
import type { RowLoader } from '../row-loader.ts';
import type { OwnedRows } from './owned-rows.ts';
import { type Funds, meterBalancesSchema, toCredits } from './wire/balance.ts';

const notAsked = { settled: [], wallets: [] } as const;

/** Balances: money from the customer's funds, credits from the meter rows. Polar has no live figure. */
export function createBalanceReads(
  provider: string,
  funds: RowLoader<Funds>,
  meterRows: OwnedRows,
): BalanceReads {
  async function readCredits(key: string, call: Call): Promise<readonly CreditBalance[] | null> {
    const rows = await meterRows.loadOne(key, call);
    return rows === null ? null : toCredits(validate(provider, meterBalancesSchema, rows));
  }

  return {
    live: false,
    ofCustomers(keys, parts, call) {
      return readEach(keys, async (key) => {
        const [money, credits] = await Promise.all([
          parts.money ? funds.loadOne(key, call) : notAsked,
          parts.credits ? readCredits(key, call) : [],
        ]);
        if (money === null || credits === null) return null;
        return { asOf: call.now(), ...money, live: null, credits };
      });
    },
  };
}
