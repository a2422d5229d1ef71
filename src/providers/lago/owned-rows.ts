import { z } from 'zod';
import { type Batch, mapBatch, readEach } from '../../billing/batch.ts';
import type { Call } from '../../billing/call.ts';
import type { Path, Query } from '../../http/path.ts';
import { validate } from '../../http/validate.ts';
import { type AccountWideReader, createAccountWideReader } from '../account-wide.ts';
import { createRowLoader, type RowLoader } from '../row-loader.ts';
import {
  accountPageSize,
  customerPageSize,
  type LagoAccount,
  type LagoPage,
  readAllPages,
} from './client.ts';
import { askable, needsFilteredList, requireCustomer } from './external-ids.ts';

/** A list that Lago keeps both for one customer and for the whole organization. */
export interface OwnedList<Row> {
  readonly ofAccount: Path;
  readonly ofCustomer: (customer: string) => Path;
  /** Narrows the list; the same on both routes. */
  readonly query: Query;
  readonly page: z.ZodType<LagoPage>;
  readonly row: z.ZodType<Row>;
}

interface Source<Row> {
  readonly account: LagoAccount;
  readonly list: OwnedList<Row>;
  readonly reader: AccountWideReader<unknown>;
}

const ownerSchema = z.object({ external_customer_id: z.string() });

/** A loader of one list's rows by customer: customer by customer, or all at once where that takes fewer calls. */
export function createOwnedRows<Row extends { readonly lago_id: string }>(
  account: LagoAccount,
  list: OwnedList<Row>,
): RowLoader<readonly Row[]> {
  const source = { account, list, reader: createAccountWideReader<unknown>(account.bulk) };

  return createRowLoader(async (keys, call) => {
    const customers = askable(keys);
    const batch =
      (await readAccountWide(source, customers, call)) ??
      (await readEach(customers, (customer) => readOwned(source, customer, call)));
    return mapBatch(batch, (rows) =>
      withoutRepeats(rows.map((row) => validate(account.provider, list.row, row))),
    );
  });
}

async function readAccountWide<Row>(
  { account: { provider, client }, list, reader }: Source<Row>,
  customers: readonly string[],
  call: Call,
): Promise<Batch<readonly unknown[]> | null> {
  const page = (number: number) =>
    client.send(
      {
        method: 'GET',
        path: list.ofAccount,
        query: { ...list.query, page: number, per_page: accountPageSize },
        schema: list.page,
      },
      call,
    );
  const rows = await reader.read(customers, { page, ownerOf: (row) => ownerOf(provider, row) }, call.now());
  return rows && new Map(customers.map((customer) => [customer, rows.get(customer) ?? []]));
}

async function readOwned<Row>(
  { account: { provider, client }, list }: Source<Row>,
  customer: string,
  call: Call,
): Promise<readonly unknown[] | null> {
  const scope = needsFilteredList(customer)
    ? { path: list.ofAccount, query: { ...list.query, external_customer_id: customer } }
    : { path: list.ofCustomer(customer), query: list.query };
  const rows = await readAllPages(provider, (page) =>
    client.find(
      {
        method: 'GET',
        path: scope.path,
        query: { ...scope.query, page, per_page: customerPageSize },
        schema: list.page,
        // GET /wallets?external_customer_id= says so too; /subscriptions and /applied_coupons answer an empty list.
        missing: ['customer_not_found'],
      },
      call,
    ),
  );
  for (const row of rows ?? []) requireCustomer(provider, customer, ownerOf(provider, row));
  return rows;
}

function ownerOf(provider: string, row: unknown): string {
  return validate(provider, ownerSchema, row).external_customer_id;
}

/** A row comes twice when a new one pushes it onto the next page while the pages are read. */
function withoutRepeats<Row extends { readonly lago_id: string }>(rows: readonly Row[]): readonly Row[] {
  return [...new Map(rows.map((row) => [row.lago_id, row])).values()];
}
