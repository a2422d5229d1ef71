import type { SandboxAnswer, SandboxRequest } from '../http-server.ts';
import type { Routes } from '../router.ts';
import { ok } from './answer.ts';
import { parseDecimal } from './decimal.ts';
import { type Complaints, invalid, notFound, parameterMissing } from './errors.ts';
import { listPage } from './paging.ts';
import { readMap, readText } from './query.ts';
import { type JsonObject, readIntegerField, readRoot, readTextField } from './request-body.ts';
import type { LagoStore } from './store.ts';
import type { Wallet } from './wallet.ts';
import { complaintsAboutCredits } from './wallet-input.ts';
import { topUp } from './wallet-top-up.ts';
import { transactionListItem, transactionObject, type WalletTransaction } from './wallet-transaction.ts';

/** What went into wallets and out of them. There is no list across wallets. */
export function walletTransactionRoutes(store: LagoStore): Routes {
  return {
    'GET /wallets/:id/wallet_transactions': ({ query }, { id = '' }) => {
      if (store.wallets.find(id) === null) return notFound('wallet');
      const filters = readFilters(query);
      const items = store.walletTransactions
        .all()
        .filter((row) => row.lago_wallet_id === id && filters.every((matches) => matches(row)));
      return listPage({ collection: 'wallet_transactions', items, query }, (row) =>
        transactionListItem(row, store),
      );
    },
    'GET /wallet_transactions/:id': (_request, { id = '' }) => {
      const row = store.walletTransactions.find(id);
      return row === null
        ? notFound('wallet_transaction')
        : ok({ wallet_transaction: transactionObject(row, store) });
    },
    'POST /wallet_transactions': (request) => createTransactions(request, store),
  };
}

const words = {
  status: ['pending', 'settled', 'failed'],
  transaction_status: ['purchased', 'granted', 'voided', 'invoiced'],
  transaction_type: ['inbound', 'outbound'],
} as const;

/** Unknown words are ignored. */
function readFilters(query: URLSearchParams): readonly ((row: WalletTransaction) => boolean)[] {
  const status = words.status.find((word) => word === readText(query, 'status'));
  const kind = words.transaction_status.find((word) => word === readText(query, 'transaction_status'));
  const type = words.transaction_type.find((word) => word === readText(query, 'transaction_type'));
  const metadata = [...readMap(query, 'metadata')];
  return [
    (row) => status === undefined || row.status === status,
    (row) => kind === undefined || row.transaction_status === kind,
    (row) => type === undefined || row.transaction_type === type,
    (row) =>
      metadata.every(([key, value]) =>
        row.metadata.some((entry) => entry.key === key && entry.value === value),
      ),
  ];
}

/** One transaction for each kind of credits. */
function createTransactions(request: SandboxRequest, store: LagoStore): SandboxAnswer {
  const input = readRoot(request, 'wallet_transaction');
  if (input === null) return parameterMissing('wallet_transaction');
  const wallet = store.wallets.find(readTextField(input, 'wallet_id') ?? '');
  if (wallet === null) return invalid({ wallet_id: ['wallet_not_found'] });
  const complaints = complaintsAbout(input, wallet);
  if (Object.keys(complaints).length > 0) return invalid(complaints);
  const rows = topUp(wallet, input, store);
  return ok({ wallet_transactions: rows.map((row) => transactionListItem(row, store)) });
}

function complaintsAbout(input: JsonObject, wallet: Wallet): Complaints {
  if (wallet.status === 'terminated') return { wallet_id: ['wallet_is_terminated'] };
  const voided = parseDecimal(readTextField(input, 'voided_credits') ?? '') ?? 0n;
  const priority = readIntegerField(input, 'priority') ?? 50;
  return {
    ...complaintsAboutCredits(input, ['paid_credits', 'granted_credits', 'voided_credits']),
    ...(voided > wallet.credits_balance ? { voided_credits: ['insufficient_credits'] } : {}),
    ...(priority < 1 || priority > 50 ? { priority: ['value_is_out_of_range'] } : {}),
  };
}
