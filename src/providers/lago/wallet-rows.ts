import type { RowLoader } from '../row-loader.ts';
import { createPageSchema, type LagoClient, path } from './client.ts';
import type { CustomerRow } from './customers.ts';
import { createOwnedRows } from './owned-rows.ts';
import { type WireWallet, walletSchema } from './wire/wallet.ts';

/** Wallets by customer, terminated ones included: neither list can be narrowed by status. */
export type WalletRows = RowLoader<readonly WireWallet[]>;

const pageSchema = createPageSchema('wallets');

/** A loader of wallets, which balance and upcoming grants share. */
export function createWalletRows(client: LagoClient, customers: RowLoader<CustomerRow>): WalletRows {
  return createOwnedRows(client, customers, {
    ofAccount: path`/wallets`,
    ofCustomer: (customer) => path`/customers/${customer}/wallets`,
    query: {},
    pageSchema,
    rowSchema: walletSchema,
  });
}
