import { type Batch, mapBatch, readEach } from '../../billing/batch.ts';
import type { Call } from '../../billing/call.ts';
import { ProviderError } from '../../billing/provider-error.ts';
import { validate } from '../../http/validate.ts';
import { createRowLoader, type RowLoader } from '../row-loader.ts';
import { notFound, type PolarClient, path, routeMissing } from './client.ts';
import { createOwnedRowsRead } from './owned-rows.ts';
import { polarIds } from './polar-id.ts';
import {
  customerBalanceSchema,
  type Funds,
  toCustomerFunds,
  toFunds,
  walletsSchema,
} from './wire/balance.ts';

type Way = 'wallets' | 'balance' | 'none';

const rememberedMs = 10 * 60 * 1000;

/**
 * Customers' money: from `GET /v1/wallets/`, which is served but undocumented; where this account has no such route,
 * from the older `GET /v1/customers/{id}/balance`; where it has neither, the error says `unsupported`. Which way works
 * is remembered for a while, so that not every request has to find it out.
 */
export function createFundsRows(client: PolarClient): RowLoader<Funds> {
  const { provider } = client;
  const readWalletRows = createOwnedRowsRead(client, {
    path: path`/v1/wallets/`,
    query: { type: 'billing' },
  });
  let known: { readonly way: Way; readonly until: number } = { way: 'wallets', until: 0 };

  function remember(way: Way, now: Date): void {
    known = { way, until: now.getTime() + rememberedMs };
  }

  async function read(keys: readonly string[], call: Call): Promise<Batch<Funds>> {
    const way = call.now().getTime() < known.until ? known.way : 'wallets';
    if (way === 'wallets') {
      const rows = await readWalletRows(keys, call);
      if (!lacksRoute(rows)) return mapBatch(rows, (row) => toFunds(validate(provider, walletsSchema, row)));
      remember('balance', call.now());
    }
    if (way !== 'none') {
      const balances = await readBalances(keys, call);
      if (!lacksRoute(balances)) return balances;
      remember('none', call.now());
    }
    const unsupported = new ProviderError({ provider, failure: 'unsupported' });
    return new Map(keys.map((key) => [key, unsupported]));
  }

  /** The first customer is asked before the others, who are not asked in vain where the route is missing. */
  async function readBalances(keys: readonly string[], call: Call): Promise<Batch<Funds>> {
    const first = await readEach(keys.slice(0, 1), (key) => readBalance(key, call));
    if (lacksRoute(first)) return first;
    const others = await readEach(keys.slice(1), (key) => readBalance(key, call));
    return new Map([...first, ...others]);
  }

  async function readBalance(key: string, call: Call): Promise<Funds | null> {
    const balance = await client.find(
      {
        method: 'GET',
        path: path`/v1/customers/${key}/balance`,
        schema: customerBalanceSchema,
        missing: notFound,
      },
      call,
    );
    return balance === null ? null : toCustomerFunds(balance);
  }

  return createRowLoader((keys, call) => read(polarIds(keys), call));
}

/** A route that Polar does not serve, or that this account's token may not use at all. */
function lacksRoute(batch: Batch<unknown>): boolean {
  return [...batch.values()].some(
    (value) =>
      value instanceof ProviderError &&
      (value.reason === routeMissing || value.reason === 'insufficient_scope'),
  );
}
