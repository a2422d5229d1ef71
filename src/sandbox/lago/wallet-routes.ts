import type { SandboxAnswer, SandboxRequest } from '../http-server.ts';
import type { Routes } from '../router.ts';
import { ok } from './answer.ts';
import type { Customer } from './customer.ts';
import { isBillingEntity } from './customer-list.ts';
import { forCustomer } from './customer-routes.ts';
import { invalid, notFound, parameterMissing } from './errors.ts';
import { listPage } from './paging.ts';
import { readList, readScalar, readText } from './query.ts';
import { type JsonObject, readRoot, readTextField } from './request-body.ts';
import { findCustomer, type LagoStore } from './store.ts';
import { type Wallet, walletObject } from './wallet.ts';
import { changeWallet, draftWallet } from './wallet-input.ts';
import { topUp } from './wallet-top-up.ts';

/** Wallets, by id and by customer and code. */
export function walletRoutes(store: LagoStore): Routes {
  const byId = (id = '') => store.wallets.find(id);
  const byCode = (customer: Customer, code = '') => findByCode(customer, code, store);
  return {
    'GET /wallets': ({ query }) => listWallets(query, store),
    'POST /wallets': (request) => createWallet(request, null, store),
    'GET /wallets/:id': (_request, { id }) => show(byId(id), store),
    'PUT /wallets/:id': (request, { id }) => update(byId(id), request, store),
    'DELETE /wallets/:id': (_request, { id }) => terminate(byId(id), store),
    'GET /customers/:customer/wallets': forCustomer(store, (customer, { query }) =>
      listPageOf(ownedBy(customer, store), query, store),
    ),
    'POST /customers/:customer/wallets': forCustomer(store, (customer, request) =>
      createWallet(request, customer, store),
    ),
    'GET /customers/:customer/wallets/:code': forCustomer(store, (customer, _request, { code }) =>
      show(byCode(customer, code), store),
    ),
    'PUT /customers/:customer/wallets/:code': forCustomer(store, (customer, request, { code }) =>
      update(byCode(customer, code), request, store),
    ),
    'DELETE /customers/:customer/wallets/:code': forCustomer(store, (customer, _request, { code }) =>
      terminate(byCode(customer, code), store),
    ),
  };
}

/** An empty `external_customer_id` names a customer too: one that does not exist. */
function listWallets(query: URLSearchParams, store: LagoStore): SandboxAnswer {
  const owner = readScalar(query, 'external_customer_id');
  if (owner === null) return listPageOf(store.wallets.all(), query, store);
  const customer = findCustomer(store, owner);
  return customer === null ? notFound('customer') : listPageOf(ownedBy(customer, store), query, store);
}

/** Terminated wallets are listed like the others. */
function listPageOf(wallets: readonly Wallet[], query: URLSearchParams, store: LagoStore): SandboxAnswer {
  const currency = readText(query, 'currency');
  const entities = readList(query, 'billing_entity_codes');
  if (entities?.some((code) => !isBillingEntity(store, code))) return notFound('billing_entity');
  const items = wallets
    .filter((wallet) => currency === null || wallet.currency === currency)
    .filter((wallet) => entities === null || entities.includes(wallet.billing_entity_code));
  return listPage({ collection: 'wallets', items, query }, (wallet) => walletObject(wallet, store));
}

function ownedBy({ lago_id }: Customer, { wallets }: LagoStore): readonly Wallet[] {
  return wallets.all().filter(({ lago_customer_id }) => lago_customer_id === lago_id);
}

/** A code that was used again may lead to the terminated wallet: the oldest one is found. */
function findByCode(customer: Customer, code: string, store: LagoStore): Wallet | null {
  return ownedBy(customer, store).findLast((wallet) => wallet.code === code) ?? null;
}

function show(wallet: Wallet | null, store: LagoStore): SandboxAnswer {
  return wallet === null ? notFound('wallet') : ok({ wallet: walletObject(wallet, store) });
}

/** The first credits arrive in the background: the answer still shows an empty wallet. */
function createWallet(request: SandboxRequest, named: Customer | null, store: LagoStore): SandboxAnswer {
  const input = readRoot(request, 'wallet');
  if (input === null) return parameterMissing('wallet');
  const customer = named ?? findCustomer(store, readTextField(input, 'external_customer_id') ?? '');
  if (customer === null) return invalid({ customer: ['customer_not_found'] });
  const draft = draftWallet(customer, input, activeWallets(customer.lago_id, store), store);
  if ('complaints' in draft) return invalid(draft.complaints);

  const { wallet } = draft;
  store.wallets.save(wallet);
  if (customer.currency === null) store.customers.save({ ...customer, currency: wallet.currency });
  const answer = show(wallet, store);
  topUp(wallet, firstCredits(input), store);
  return answer;
}

/** In a new wallet's input, the transaction's own fields have names of their own. */
function firstCredits(input: JsonObject): JsonObject {
  const { paid_credits, granted_credits, transaction_name, transaction_metadata } = input;
  return { paid_credits, granted_credits, name: transaction_name, metadata: transaction_metadata };
}

function update(wallet: Wallet | null, request: SandboxRequest, store: LagoStore): SandboxAnswer {
  if (wallet === null) return notFound('wallet');
  const input = readRoot(request, 'wallet');
  if (input === null) return parameterMissing('wallet');
  const others = activeWallets(wallet.lago_customer_id, store).filter(
    ({ lago_id }) => lago_id !== wallet.lago_id,
  );
  const draft = changeWallet(wallet, input, others, store);
  if ('complaints' in draft) return invalid(draft.complaints);
  store.wallets.save(draft.wallet);
  return show(draft.wallet, store);
}

/** Nothing is deleted: the wallet stays, with its rules ended. */
function terminate(wallet: Wallet | null, store: LagoStore): SandboxAnswer {
  if (wallet === null) return notFound('wallet');
  if (wallet.status === 'terminated') return show(wallet, store);
  const terminated: Wallet = {
    ...wallet,
    status: 'terminated',
    terminated_at: store.now(),
    rules: wallet.rules.map((rule) => ({ ...rule, status: 'terminated' as const })),
  };
  store.wallets.save(terminated);
  return show(terminated, store);
}

function activeWallets(customerId: string, { wallets }: LagoStore): readonly Wallet[] {
  return wallets
    .all()
    .filter(({ status, lago_customer_id }) => status === 'active' && lago_customer_id === customerId);
}
