import { z } from 'zod';
import type { Address, Customer } from '../../../billing/customer.ts';
import { wireMetadata, wireOptionalText, wireOptionalTime, wireTime } from '../../wire-values.ts';

/** A customer's record as it came, down to the fields that nothing here reads. */
export const customerRecordSchema = z.compile(
  z.looseObject({ id: z.string().min(1), status: z.string().nullish() }),
);

/** A customer's record of which only the id and the status have been read. */
export type CustomerRecord = z.infer<typeof customerRecordSchema>;

/** Reads the id of a customer row. */
export const customerIdSchema = z.compile(z.object({ id: z.string() }).transform(({ id }) => id));

/** Reads the external id of a customer row. */
export const customerExternalIdSchema = z.compile(
  z.object({ external_id: z.string() }).transform(({ external_id }) => external_id),
);

/** The fields of a customer record that are mapped. */
export const customerSchema = z.compile(
  z.object({
    id: z.string().min(1),
    external_id: wireOptionalText,
    name: wireOptionalText,
    email: wireOptionalText,
    contact: wireOptionalText,
    address_line1: wireOptionalText,
    address_line2: wireOptionalText,
    address_city: wireOptionalText,
    address_state: wireOptionalText,
    address_postal_code: wireOptionalText,
    address_country: wireOptionalText,
    timezone: wireOptionalText,
    metadata: wireMetadata,
    created_at: wireTime,
    updated_at: wireOptionalTime,
  }),
);

type WireCustomer = z.infer<typeof customerSchema>;

/** Whether the record stands for a customer: deleting one only marks its row. */
export function isPresent({ status }: CustomerRecord): boolean {
  return status !== 'archived' && status !== 'deleted';
}

const withoutMetadataSchema = z.object({ metadata: z.null().optional() });

/** Whether the record has null in place of metadata, which is another thing to Flexprice than no entries. */
export function lacksMetadata(record: unknown): boolean {
  return withoutMetadataSchema.safeParse(record).success;
}

/** The customer of a row; `raw` is the record that the row was read from. */
export function toCustomer(provider: string, row: WireCustomer, raw: unknown): Customer {
  return {
    provider,
    key: row.id,
    providerCustomerId: row.id,
    externalId: row.external_id,
    name: row.name,
    email: row.email,
    phone: row.contact,
    currency: null,
    timezone: row.timezone,
    locale: null,
    taxId: null,
    address: toAddress(row),
    metadata: row.metadata,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    raw,
  };
}

function toAddress(row: WireCustomer): Address | null {
  const address: Address = {
    line1: row.address_line1,
    line2: row.address_line2,
    city: row.address_city,
    state: row.address_state,
    postalCode: row.address_postal_code,
    country: row.address_country,
  };
  return Object.values(address).every((part) => part === null) ? null : address;
}
