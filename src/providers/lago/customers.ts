import { z } from 'zod';
import { type Batch, mapBatch, readEach } from '../../billing/batch.ts';
import type { Call } from '../../billing/call.ts';
import type { Customer, CustomerReads } from '../../billing/customer.ts';
import { validate } from '../../http/validate.ts';
import { type AccountWideReader, createAccountWideReader } from '../account-wide.ts';
import { askableKeys } from '../askable-keys.ts';
import { createRowLoader, type RowLoader } from '../row-loader.ts';
import { requireSameCustomer } from '../same-customer.ts';
import {
  accountPageSize,
  createPageSchema,
  customerNotFound,
  type LagoClient,
  lagoIdOf,
  needsFilteredList,
  path,
} from './client.ts';
import { customerIdentitySchema, customerSchema, toCustomer } from './wire/customer.ts';

/** A customer's record as it came; only whose it is has been read. */
export interface CustomerRow {
  readonly record: unknown;
}

/** What is known of customers in two shapes: records for this adapter, and customers for the rest of the program. */
export interface CustomerSources {
  readonly rows: RowLoader<CustomerRow>;
  readonly reads: CustomerReads;
}

interface Source {
  readonly client: LagoClient;
  readonly reader: AccountWideReader<unknown>;
}

/** The answer of every route that tells one customer; the record is not looked at yet. */
export const customerAnswerSchema = z.compile(z.object({ customer: z.unknown() }));

/** A page of `GET /customers`. */
export const customerPageSchema = createPageSchema('customers');

/** A loader of customer records by external id. */
export function createCustomerRows(client: LagoClient): RowLoader<CustomerRow> {
  const source = { client, reader: createAccountWideReader<unknown>(client.bulk) };

  return createRowLoader(async (keys, call) => {
    const customers = askableKeys(keys);
    const found = await readAccountWide(source, customers, call);
    // Absence from a list that others may be changing is confirmed by asking for the customer itself.
    const others = customers.filter((customer) => !found.has(customer));
    const asked = await readEach(others, (customer) => readCustomer(client, customer, call));
    return new Map([...found, ...asked]);
  });
}

/** Finding customers. Lago's routes take the external id, so a key and an external id are the same. */
export function createCustomerReads(provider: string, rows: RowLoader<CustomerRow>): CustomerReads {
  async function read(keys: readonly string[], call: Call): Promise<Batch<Customer>> {
    return mapBatch(await rows.load(keys, call), ({ record }) => readRecord(provider, record));
  }
  return { keyOf: (externalId) => externalId, byKeys: read, byExternalIds: read };
}

/** The customer that a record tells of; throws a bad response where it does not fit. */
export function readRecord(provider: string, record: unknown): Customer {
  return toCustomer(provider, validate(provider, customerSchema, record), record);
}

/** Whose record it is; throws a bad response where it does not say. */
export function externalIdOf(provider: string, record: unknown): string {
  return validate(provider, customerIdentitySchema, record).external_id;
}

async function readAccountWide(
  { client, reader }: Source,
  customers: readonly string[],
  call: Call,
): Promise<Batch<CustomerRow>> {
  const page = (number: number) =>
    client.send(
      {
        method: 'GET',
        path: path`/customers`,
        query: { page: number, per_page: accountPageSize },
        schema: customerPageSchema,
      },
      call,
    );
  const ownerOf = (row: unknown) => externalIdOf(client.provider, row);
  const found = await reader.read(customers, { page, idOf: lagoIdOf, ownerOf }, call.now());
  return mapBatch(found ?? new Map<string, readonly unknown[]>(), ([record]) => ({ record }));
}

/** The customer with this key, which a path can carry; null where there is none. */
export async function readCustomer(client: LagoClient, key: string, call: Call): Promise<CustomerRow | null> {
  const row = needsFilteredList(key)
    ? await readFromFilteredList(client, key, call)
    : await readByPath(client, key, call);
  if (row !== null) requireSameCustomer(client.provider, key, externalIdOf(client.provider, row.record));
  return row;
}

/** Whoever the path of this key leads to; null where that is nobody. */
export async function readByPath(client: LagoClient, key: string, call: Call): Promise<CustomerRow | null> {
  const answer = await client.find(
    {
      method: 'GET',
      path: path`/customers/${key}`,
      schema: customerAnswerSchema,
      // `resource_not_found` would be the route: a base URL without /api/v1.
      missing: customerNotFound,
    },
    call,
  );
  return answer && { record: answer.customer };
}

async function readFromFilteredList(
  client: LagoClient,
  key: string,
  call: Call,
): Promise<CustomerRow | null> {
  const query = { external_id: key, page: 1, per_page: 1 };
  const { rows } = await client.send(
    { method: 'GET', path: path`/customers`, query, schema: customerPageSchema },
    call,
  );
  const [record] = rows;
  return rows.length === 0 ? null : { record };
}
