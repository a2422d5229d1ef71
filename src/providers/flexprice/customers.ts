import type { z } from 'zod';
import { type Batch, mapBatch } from '../../billing/batch.ts';
import type { Call } from '../../billing/call.ts';
import type { Customer, CustomerReads } from '../../billing/customer.ts';
import type { ProviderError } from '../../billing/provider-error.ts';
import { validate } from '../../http/validate.ts';
import { readChunks } from '../read-chunks.ts';
import { type FlexpriceClient, path } from './client.ts';
import { toOwnedRows } from './owned-rows.ts';
import {
  type CustomerRecord,
  customerExternalIdSchema,
  customerIdSchema,
  customerRecordSchema,
  customerSchema,
  isPresent,
  toCustomer,
} from './wire/customer.ts';

/** No key matches more than one row, so that so many keys fill one page at most. */
export const largestChunk = 1000;

/**
 * Customers through `POST /customers/search`, which takes many keys and, unlike `GET /customers/{id}`, omits archived
 * rows.
 */
export function createCustomerReads(client: FlexpriceClient): CustomerReads {
  const { provider } = client;

  function search(
    filter: 'customer_ids' | 'external_ids',
    ownerSchema: z.ZodType<string>,
    keys: readonly string[],
    call: Call,
  ): Promise<Batch<Customer>> {
    return readChunks(keys, largestChunk, async (owners) => {
      const rows = await client.search(path`/customers/search`, { [filter]: owners }, call);
      const records = toOwnedRows(rows, { provider, owners, ownerSchema, rowSchema: customerRecordSchema });
      return withoutAbsent(mapBatch(records, (found) => toPresentCustomer(provider, found)));
    });
  }

  return {
    byKeys: (keys, call) => search('customer_ids', customerIdSchema, keys, call),
    byExternalIds: (externalIds, call) => search('external_ids', customerExternalIdSchema, externalIds, call),
  };
}

function toPresentCustomer(provider: string, records: readonly CustomerRecord[]): Customer | null {
  const record = records.find(isPresent);
  return record === undefined ? null : readRecord(provider, record);
}

/** The customer of a record; throws a bad response where the record is malformed. */
export function readRecord(provider: string, record: CustomerRecord): Customer {
  return toCustomer(provider, validate(provider, customerSchema, record), record);
}

function withoutAbsent(batch: Batch<Customer | null>): Batch<Customer> {
  const present = new Map<string, Customer | ProviderError>();
  for (const [key, value] of batch) {
    if (value !== null) present.set(key, value);
  }
  return present;
}
