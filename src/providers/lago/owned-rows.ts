import { z } from 'zod';
import { type Batch, mapBatch, readEach } from '../../billing/batch.ts';
import type { Call } from '../../billing/call.ts';
import type { Path, Query } from '../../http/path.ts';
import { validate } from '../../http/validate.ts';
import { type AccountWideReader, createAccountWideReader } from '../account-wide.ts';
import { askableKeys } from '../askable-keys.ts';
import { createRowLoader, type RowLoader } from '../row-loader.ts';
import { requireSameCustomer } from '../same-customer.ts';
import {
  accountPageSize,
  customerNotFound,
  customerPageSize,
  type LagoClient,
  type LagoPage,
  lagoIdOf,
  needsFilteredList,
  readAllPages,
} from './client.ts';
import type { CustomerRow } from './customers.ts';
import { customerLagoIdSchema } from './wire/customer.ts';

/** A list that Lago keeps both for one customer and for the whole organization. */
export interface OwnedList<Row> {
  readonly ofAccount: Path;
  readonly ofCustomer: (customer: string) => Path;
  /** Narrows the list; the same on both routes. */
  readonly query: Query;
  readonly pageSchema: z.ZodType<LagoPage>;
  readonly rowSchema: z.ZodType<Row>;
}

interface Source<Row> {
  readonly client: LagoClient;
  readonly customers: RowLoader<CustomerRow>;
  readonly list: OwnedList<Row>;
  readonly reader: AccountWideReader<unknown>;
}

const ownerSchema = z.compile(z.object({ external_customer_id: z.string() }));
const ownerLagoIdSchema = z.compile(z.object({ lago_customer_id: z.string() }));

/** A loader of one list's rows by customer: customer by customer, or all at once where that takes fewer calls. */
export function createOwnedRows<Row>(
  client: LagoClient,
  customers: RowLoader<CustomerRow>,
  list: OwnedList<Row>,
): RowLoader<readonly Row[]> {
  const source = { client, customers, list, reader: createAccountWideReader<unknown>(client.bulk) };

  return createRowLoader(async (keys, call) => {
    const asked = askableKeys(keys);
    const batch =
      (await readAccountWide(source, asked, call)) ??
      (await readEach(asked, (customer) => readOwned(source, customer, call)));
    return mapBatch(batch, (rows) => rows.map((row) => validate(client.provider, list.rowSchema, row)));
  });
}

async function readAccountWide<Row>(
  source: Source<Row>,
  asked: readonly string[],
  call: Call,
): Promise<Batch<readonly unknown[]> | null> {
  const { client, list, reader } = source;
  const page = (number: number) =>
    client.send(
      {
        method: 'GET',
        path: list.ofAccount,
        query: { ...list.query, page: number, per_page: accountPageSize },
        schema: list.pageSchema,
      },
      call,
    );
  const readOwner = (row: unknown) => ownerOf(client.provider, row);
  const rows = await reader.read(asked, { page, idOf: lagoIdOf, ownerOf: readOwner }, call.now());
  return (
    rows &&
    readEach(asked, (customer) => withoutPredecessor(source, customer, rows.get(customer) ?? [], call))
  );
}

async function readOwned<Row>(
  source: Source<Row>,
  customer: string,
  call: Call,
): Promise<readonly unknown[] | null> {
  const { client, list } = source;
  const filtered = needsFilteredList(customer);
  const scope = filtered
    ? { path: list.ofAccount, query: { ...list.query, external_customer_id: customer } }
    : { path: list.ofCustomer(customer), query: list.query };
  const rows = await readAllPages(client.provider, call, (page) =>
    client.find(
      {
        method: 'GET',
        path: scope.path,
        query: { ...scope.query, page, per_page: customerPageSize },
        schema: list.pageSchema,
        // GET /wallets?external_customer_id= says so too; /subscriptions and /applied_coupons answer an empty list.
        missing: customerNotFound,
      },
      call,
    ),
  );
  for (const row of rows ?? []) {
    requireSameCustomer(client.provider, customer, ownerOf(client.provider, row));
  }
  return rows && filtered ? withoutPredecessor(source, customer, rows, call) : rows;
}

/**
 * An external id that a deleted customer had may be given to a new one, and the lists over the organization tell the
 * rows of both. Which one the request is about is known where it reads the customer anyway.
 */
async function withoutPredecessor<Row>(
  { client: { provider }, customers }: Source<Row>,
  customer: string,
  rows: readonly unknown[],
  call: Call,
): Promise<readonly unknown[]> {
  const known = await customers.peek(customer, call);
  if (known === null) return rows;
  const { lago_id } = validate(provider, customerLagoIdSchema, known.record);
  return rows.filter((row) => validate(provider, ownerLagoIdSchema, row).lago_customer_id === lago_id);
}

function ownerOf(provider: string, row: unknown): string {
  return validate(provider, ownerSchema, row).external_customer_id;
}
