import { z } from 'zod';
import type { Call } from '../../billing/call.ts';
import type { Customer, CustomerReads } from '../../billing/customer.ts';
import type { CustomerReference, CustomerWrites, NewCustomer } from '../../billing/customer-write.ts';
import { notThere } from '../../billing/write-refusal.ts';
import { checkChanges, checkNewCustomer } from '../customer-rules.ts';
import { createEnsure } from '../ensure-customer.ts';
import { requireCustomer } from '../find-customer.ts';
import { refusing } from '../refused-write.ts';
import { requireSameCustomer } from '../same-customer.ts';
import { type FlexpriceClient, notFound, path } from './client.ts';
import { customerRules } from './customer-rules.ts';
import { readRecord } from './customers.ts';
import { type CustomerRecord, customerRecordSchema, isPresent, lacksMetadata } from './wire/customer.ts';
import { badRequest } from './wire/refusal.ts';
import { type CustomerBody, toCustomerChanges, toNewCustomer } from './wire/customer-input.ts';

/**
 * Changing customers. Whom a change is about is looked up first: `PUT` and `DELETE` have to be told Flexprice's own id, and
 * `PUT` would change an archived customer.
 */
export function createCustomerWrites(client: FlexpriceClient, reads: CustomerReads): CustomerWrites {
  const { provider } = client;

  async function create(customer: NewCustomer, call: Call): Promise<Customer> {
    checkNewCustomer(customerRules, customer);
    const body = toNewCustomer(customer);
    const record = await refusing(
      client.write({ method: 'POST', path: path`/customers`, body, schema: customerRecordSchema }, call),
    );
    const created = readRecord(provider, record);
    requireSameCustomer(provider, customer.externalId, created.externalId ?? '');
    return created;
  }

  async function put(target: Target, body: CustomerBody, call: Call): Promise<CustomerRecord> {
    const request = { method: 'PUT', path: path`/customers`, query: target, body } as const;
    const record = await refusing(client.write({ ...request, schema: customerRecordSchema }, call), {
      missing: notFound,
    });
    requireSameCustomer(provider, target.id, record.id);
    // It was archived since it was looked up, and `PUT` does not mind.
    if (!isPresent(record)) throw notThere();
    return record;
  }

  return {
    create,
    ensure: createEnsure({ reads, check: (customer) => checkNewCustomer(customerRules, customer), create }),
    async update(reference, changes, call) {
      checkChanges(customerRules, changes);
      const known = await requireCustomer(reads, reference, call);
      const body = toCustomerChanges(changes, known);
      if (Object.keys(body).length === 0) return known;
      const target = targetOf(known, reference);
      // `PUT` notes a new external id in the stored metadata, and crashes where that is null.
      if ('external_id' in body && lacksMetadata(known.raw)) await put(target, { metadata: {} }, call);
      const changed = readRecord(provider, await put(target, body, call));
      // The answer still has the time of the change before this one.
      return { ...changed, updatedAt: null };
    },
    async delete(reference, call) {
      const { key } = await requireCustomer(reads, reference, call);
      const request = { method: 'DELETE', path: path`/customers/${key}`, schema: z.unknown() } as const;
      await refusing(client.write(request, call), { missing: notFound, conflicts: deleteConflicts });
      return key;
    },
  };
}

/** The query that tells `PUT` whom to change. */
type Target = { readonly id: string; readonly external_customer_id?: string };

/** Asked for both, `PUT` refuses where the external id has gone to another customer since the look. */
function targetOf({ key }: Customer, reference: CustomerReference): Target {
  return 'key' in reference ? { id: key } : { id: key, external_customer_id: reference.externalId };
}

const stillActive = 'The customer has an active subscription or wallet.';
const deleteConflicts = new Map([
  ['invalid_operation', stillActive],
  // Deployments from before April 2026 say no more, and have no other reason to refuse a deletion so.
  [badRequest, stillActive],
]);
