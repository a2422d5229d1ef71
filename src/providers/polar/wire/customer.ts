import { z } from 'zod';
import type { Address, Customer } from '../../../billing/customer.ts';
import { ProviderError } from '../../../billing/provider-error.ts';
import { validate } from '../../../http/validate.ts';
import { wireMetadata, wireOptionalText, wireOptionalTime, wireTime } from '../../wire-values.ts';
import { isPolarId } from '../polar-id.ts';

/** A customer as it comes, to be read by `toCustomer` and kept as it is. */
export const customerRecordSchema = z.compile(z.record(z.string(), z.unknown()));

const addressSchema = z.object({
  line1: wireOptionalText,
  line2: wireOptionalText,
  city: wireOptionalText,
  state: wireOptionalText,
  postal_code: wireOptionalText,
  country: wireOptionalText,
});

const customerSchema = z.compile(
  z.object({
    // Of an id of another kind nothing could be asked afterwards, which would look like a customer who has nothing.
    id: z.string().refine(isPolarId),
    external_id: wireOptionalText,
    name: wireOptionalText,
    email: wireOptionalText,
    locale: wireOptionalText,
    tax_id: z.tuple([z.string()], z.unknown()).nullish(),
    billing_address: addressSchema.nullish(),
    metadata: wireMetadata,
    created_at: wireTime,
    modified_at: wireOptionalTime,
    deleted_at: wireOptionalTime,
  }),
);

/** A customer from Polar's record of it; null where the record is of one that was deleted. */
export function toCustomer(provider: string, record: unknown): Customer | null {
  const customer = validate(provider, customerSchema, record);
  if (customer.deleted_at !== null) return null;
  return {
    provider,
    key: customer.id,
    providerCustomerId: customer.id,
    externalId: customer.external_id,
    name: customer.name,
    email: customer.email,
    phone: null,
    currency: null,
    timezone: null,
    locale: customer.locale,
    taxId: customer.tax_id?.[0] || null,
    address: toAddress(customer.billing_address),
    metadata: customer.metadata,
    createdAt: customer.created_at,
    updatedAt: customer.modified_at,
    raw: record,
  };
}

/** A customer from a record that a deleted one cannot have; a bad response where it is of one all the same. */
export function toPresentCustomer(provider: string, record: unknown): Customer {
  const customer = toCustomer(provider, record);
  if (customer !== null) return customer;
  throw new ProviderError({ provider, failure: 'bad-response', detail: 'a deleted customer' });
}

function toAddress(address: z.infer<typeof addressSchema> | null | undefined): Address | null {
  if (address == null || Object.values(address).every((part) => part === null)) return null;
  const { line1, line2, city, state, postal_code: postalCode, country } = address;
  return { line1, line2, city, state, postalCode, country };
}
