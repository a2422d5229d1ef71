import { json } from '../../http-server.ts';
import type { RouteHandler, Routes } from '../../router.ts';
import { insufficientScope } from '../errors.ts';
import { getRoute, listRoute } from '../paging.ts';
import { type WalletRecord, walletTypes } from '../records/wallet.ts';
import { lets } from '../requests/query.ts';
import type { PolarStore } from '../store.ts';
import { instantOf } from '../timestamp.ts';
import type { Wire } from '../wire.ts';
import { ofCustomers } from './customer.ts';
import { findById } from './find-customer.ts';

/** Whether the private wallet routes are there, and whether the token may use them. */
export type WalletRoutes = 'mounted' | 'absent' | 'forbidden';

/** The routes under /v1/wallets, which Polar keeps out of its document. */
export function walletRoutes(store: PolarStore, mode: WalletRoutes): Routes {
  if (mode === 'absent') return {};
  const guard = (handler: RouteHandler): RouteHandler =>
    mode === 'forbidden' ? () => insufficientScope(['wallets:read']) : handler;
  return {
    'GET /v1/wallets/': guard(
      listRoute<WalletRecord>({
        rows: (query) => {
          const ownedBy = ofCustomers(store, query);
          const types = query.words('type', walletTypes);
          return [...store.wallets.values()].filter((wallet) => ownedBy(wallet) && lets(types, wallet.type));
        },
        sorting: {
          initial: '-created_at',
          keys: {
            created_at: (wallet) => instantOf(wallet.created_at),
            balance: (wallet) => wallet.balance,
          },
        },
        toWire: toWallet,
      }),
    ),
    'GET /v1/wallets/:id': guard(getRoute(store.wallets, toWallet)),
  };
}

/** The older route for a customer's money, which Polar has taken away. A customer without a wallet has nothing, in dollars. */
export function legacyBalanceRoutes(store: PolarStore): Routes {
  return {
    'GET /v1/customers/:id/balance': (_request, parameters) => {
      const found = findById(store, parameters);
      if (!found.ok) return found.answer;
      const wallet = [...store.wallets.values()].find(
        ({ customer_id, type }) => customer_id === found.customer.id && type === 'billing',
      );
      return json(200, { balance: wallet?.balance ?? 0, currency: wallet?.currency ?? 'usd' });
    },
  };
}

function toWallet({ type: _type, ...wallet }: WalletRecord): Wire {
  return wallet;
}
