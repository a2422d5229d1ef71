import { z } from 'zod';
import type { Call } from '../../billing/call.ts';
import type { Customer, CustomerReads } from '../../billing/customer.ts';
import type {
  CustomerChanges,
  CustomerReference,
  CustomerWrites,
  NewCustomer,
} from '../../billing/customer-write.ts';
import { checkChanges } from '../customer-rules.ts';
import { createEnsure } from '../ensure-customer.ts';
import { requireCustomer } from '../find-customer.ts';
import { refusing } from '../refused-write.ts';
import { requireSameCustomer } from '../same-customer.ts';
import { changedAddress, changesInPart } from './billing-address.ts';
import { notFound, type PolarClient, path } from './client.ts';
import { checkNewPolarCustomer, customerRules } from './customer-rules.ts';
import { requireId } from './require-id.ts';
import { customerRecordSchema, toPresentCustomer } from './wire/customer.ts';
import { isEmptyBody, toCustomerBody } from './wire/customer-input.ts';

/**
 * Changing customers, always by Polar's id: the routes by external id cannot take every external id, and they tell only
 * afterwards whom they have hit.
 */
export function createCustomerWrites(client: PolarClient, reads: CustomerReads): CustomerWrites {
  const { provider } = client;

  async function create(customer: NewCustomer, call: Call): Promise<Customer> {
    checkNewPolarCustomer(customer);
    const body = toCustomerBody(customer, changedAddress(null, customer.address));
    const request = {
      method: 'POST',
      path: path`/v1/customers/`,
      body,
      schema: customerRecordSchema,
    } as const;
    const created = toPresentCustomer(provider, await refusing(client.write(request, call)));
    requireSameCustomer(provider, customer.externalId, created.externalId ?? '');
    return created;
  }

  async function update(
    reference: CustomerReference,
    changes: CustomerChanges,
    call: Call,
  ): Promise<Customer> {
    checkChanges(customerRules, changes);
    const isRead = 'externalId' in reference || changesInPart(changes.address);
    const known = isRead ? await requireCustomer(reads, reference, call) : null;
    const body = toCustomerBody(changes, changedAddress(known?.address ?? null, changes.address));
    if (isEmptyBody(body)) return known ?? requireCustomer(reads, reference, call);

    const id = known?.key ?? (await requireId(reads, reference, call));
    const request = { method: 'PATCH', path: path`/v1/customers/${id}`, body } as const;
    const record = await refusing(client.write({ ...request, schema: customerRecordSchema }, call), {
      missing: notFound,
    });
    const updated = toPresentCustomer(provider, record);
    requireSameCustomer(provider, id, updated.key);
    return updated;
  }

  async function remove(
    reference: CustomerReference,
    query: { readonly anonymize?: true },
    call: Call,
  ): Promise<string> {
    const { key } = await requireCustomer(reads, reference, call);
    const request = {
      method: 'DELETE',
      path: path`/v1/customers/${key}`,
      query,
      schema: z.unknown(),
    } as const;
    await refusing(client.write(request, call), { missing: notFound });
    return key;
  }

  return {
    create,
    ensure: createEnsure({ reads, check: checkNewPolarCustomer, create }),
    update,
    delete: (reference, call) => remove(reference, {}, call),
    anonymize: (reference, call) => remove(reference, { anonymize: true }, call),
  };
}
