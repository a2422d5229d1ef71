import type { SandboxAnswer, SandboxRequest } from '../../http-server.ts';
import type { RouteHandler, Routes } from '../../router.ts';
import { answerJson } from '../answers.ts';
import { readExpansions } from '../listing/list-request.ts';
import { isAmong } from '../listing/select-rows.ts';
import { invalid, notFound, panic } from '../refusal.ts';
import { readBodyFields } from '../request/body-fields.ts';
import type { Fields } from '../request/fields.ts';
import { readQueryFields } from '../request/query-fields.ts';
import { type WalletRow, walletStatuses } from '../rows/wallet.ts';
import { findByExternalId, type Store } from '../store.ts';
import { getCustomer } from './customers.ts';
import { toCachedWalletBalance, toWalletBalance } from './wallet-balance.ts';

const expansions = ['credits_available_breakdown'] as const;

/** The reads of wallets and balances. */
export function walletRoutes(store: Store): Routes {
  const cachedBalance: RouteHandler = ({ query }, { id = '' }) => answerBalance(store, id, query, true);
  return {
    'GET /customers/wallets': (request) => answerJson(200, customerBalances(store, request)),
    // The customer is never looked up: an unknown id has no wallets.
    'GET /customers/:id/wallets': ({ query }, { id = '' }) => {
      const expand = readExpansions(readQueryFields(query), expansions);
      return answerJson(
        200,
        activeWallets(store, id).map((wallet) => ({ ...wallet, ...breakdownOf(store, wallet, expand) })),
      );
    },
    'POST /wallets/search': ({ body }) => answerSearch(store, readBodyFields(body)),
    'GET /wallets/:id': ({ query }, { id = '' }) => {
      const wallet = getWallet(store, id);
      const expand = readExpansions(readQueryFields(query), expansions);
      return answerJson(200, { ...wallet, ...breakdownOf(store, wallet, expand) });
    },
    'GET /wallets/:id/balance/real-time': ({ query }, { id = '' }) =>
      answerBalance(store, id, query, readQueryFields(query).flag('from_cache') ?? false),
    'GET /wallets/:id/balance/real-time-cached': cachedBalance,
  };
}

function getWallet(store: Store, id: string): WalletRow {
  const wallet = store.wallets.find((row) => row.id === id);
  if (wallet === undefined) throw notFound(`There is no wallet ${id}`, { wallet_id: id });
  return wallet;
}

function activeWallets(store: Store, customerId: string): readonly WalletRow[] {
  return store.wallets.filter(
    ({ customer_id, wallet_status }) => customer_id === customerId && wallet_status === 'active',
  );
}

function customerBalances(store: Store, { query }: SandboxRequest): readonly object[] {
  const fields = readQueryFields(query);
  const expand = readExpansions(fields, expansions);
  const customerId = findCustomerId(store, fields);
  const cached = fields.flag('from_cache') ?? false;
  const realTime = fields.flag('include_real_time_balance') ?? false;
  return activeWallets(store, customerId).map((wallet) => {
    if (!realTime) return { ...wallet, is_cached_fallback: false };
    const balance = cached ? toCachedWalletBalance(store, wallet) : toWalletBalance(store, wallet);
    return { ...balance, ...breakdownOf(store, wallet, expand) };
  });
}

function findCustomerId(store: Store, fields: Fields): string {
  const id = fields.text('id') || null;
  const lookupKey = fields.text('lookup_key') || null;
  if ((id === null) === (lookupKey === null)) throw invalid('Exactly one of id and lookup_key is needed');
  if (id !== null) return getCustomer(store, id).id;
  const customer = findByExternalId(store, lookupKey ?? '');
  if (customer === undefined) {
    throw notFound('There is no customer with this lookup key', { lookup_key: lookupKey });
  }
  return customer.id;
}

function answerBalance(store: Store, id: string, query: URLSearchParams, cached: boolean): SandboxAnswer {
  const wallet = getWallet(store, id);
  const expand = readExpansions(readQueryFields(query), expansions);
  const balance = cached ? toCachedWalletBalance(store, wallet) : toWalletBalance(store, wallet);
  return answerJson(200, { ...balance, ...breakdownOf(store, wallet, expand) });
}

/** There is no filter by customer and no paging: `POST /wallets/search` answers with every wallet that matches. */
function answerSearch(store: Store, fields: Fields): SandboxAnswer {
  const common = [
    fields.integer('limit'),
    fields.integer('offset'),
    fields.text('order'),
    fields.text('sort'),
    fields.text('expand'),
  ];
  if (common.every((value) => value === null)) throw panic('a nil list filter');
  const expand = readExpansions(fields, expansions);
  const status = fields.text('status') || null;
  if (status !== null && !walletStatuses.some((known) => known === status)) {
    throw invalid('status must be active, frozen or closed', { status });
  }
  const hasId = isAmong(fields.texts('wallet_ids'));
  const items = store.wallets
    .filter((wallet) => hasId(wallet.id) && (status === null || wallet.wallet_status === status))
    .map((wallet) => ({ ...wallet, ...breakdownOf(store, wallet, expand) }));
  return answerJson(200, { items, pagination: { total: items.length, limit: 50, offset: 0 } });
}

function breakdownOf(store: Store, wallet: WalletRow, expand: ReadonlySet<string>): object {
  const row = store.creditBreakdowns.find(({ wallet_id }) => wallet_id === wallet.id);
  if (row === undefined || !expand.has('credits_available_breakdown')) return {};
  return { credits_available_breakdown: { purchased: row.purchased, free: row.free } };
}
