import type { Balance, BalanceReads } from '../../billing/balance.ts';
import { nullIfFailed, readEach } from '../../billing/batch.ts';
import type { Call } from '../../billing/call.ts';
import type { Path, Query } from '../../http/path.ts';
import { createRowLoader } from '../row-loader.ts';
import { requireSameCustomer } from '../same-customer.ts';
import { type FlexpriceClient, notFound, path, routableKeys } from './client.ts';
import { toBalance, walletListSchema } from './wire/balance.ts';

/**
 * Balances from a customer's wallets, one customer a call: `POST /wallets/search` cannot be narrowed to customers. The
 * live figure is worked out by Flexprice on the spot, so it is asked for only when it is wanted.
 */
export function createBalanceReads(client: FlexpriceClient): BalanceReads {
  const { provider } = client;

  async function read(key: string, path: Path, query: Query, call: Call): Promise<Balance | null> {
    const rows = await client.find(
      { method: 'GET', path, query, schema: walletListSchema, missing: notFound },
      call,
    );
    if (rows === null) return null;
    for (const row of rows) requireSameCustomer(provider, key, row.customer_id);
    return toBalance(rows, call.now());
  }

  const live = createRowLoader((keys, call) =>
    readEach(keys, (id) => read(id, path`/customers/wallets`, { id, include_real_time_balance: true }, call)),
  );
  const stored = createRowLoader((keys, call) =>
    readEach(routableKeys(keys), async (key) => {
      // The stored figures come with the live ones; where those fail, they may still be had alone.
      const anyway = await nullIfFailed(live.peek(key, call));
      return anyway ?? read(key, path`/customers/${key}/wallets`, {}, call);
    }),
  );

  return {
    live: true,
    async ofCustomers(keys, parts, call) {
      if (parts.live) return live.load(keys, call);
      if (parts.money || parts.credits) return stored.load(keys, call);
      return new Map(keys.map((key) => [key, toBalance([], call.now())]));
    },
  };
}
