import { IANAZone } from 'luxon';
import { z } from 'zod';
import type { Address, Customer } from '../../../billing/customer.ts';
import { toText, wireCurrency, wireOptionalText, wireOptionalTime, wireTime } from '../../wire-values.ts';

/** What a customer is known by. */
export const customerIdentitySchema = z.compile(z.object({ external_id: z.string() }));

/** Which customer of that external id it is: a deleted one has left its id to its successor. */
export const customerLagoIdSchema = z.compile(z.object({ lago_id: z.string() }));

/** Most zones are told by this list. It lacks their other names, which only building a formatter can tell. */
const zones: ReadonlySet<string> = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC']);

const isZone = (name: string) => zones.has(name) || IANAZone.isValidZone(name);

/** Where a customer's days begin, which is always told: the customer's own zone or an inherited one. */
export const customerTimezoneSchema = z.compile(z.object({ applicable_timezone: z.string().refine(isZone) }));

/** A customer of GET /customers and GET /customers/{external_id}. */
export const customerSchema = z.compile(
  z.object({
    lago_id: z.string(),
    external_id: z.string(),
    name: wireOptionalText,
    firstname: wireOptionalText,
    lastname: wireOptionalText,
    email: wireOptionalText,
    phone: wireOptionalText,
    currency: z.union([wireCurrency, z.literal('')]).nullish(),
    timezone: wireOptionalText,
    applicable_timezone: wireOptionalText,
    tax_identification_number: wireOptionalText,
    billing_configuration: z.object({ document_locale: wireOptionalText }).nullish(),
    address_line1: wireOptionalText,
    address_line2: wireOptionalText,
    city: wireOptionalText,
    state: wireOptionalText,
    zipcode: wireOptionalText,
    country: wireOptionalText,
    metadata: z.array(z.object({ key: z.string(), value: z.unknown() })).nullish(),
    created_at: wireTime,
    updated_at: wireOptionalTime,
  }),
);

type WireCustomer = z.infer<typeof customerSchema>;

/** Our customer; `raw` is the record that `row` was read from. */
export function toCustomer(provider: string, row: WireCustomer, raw: unknown): Customer {
  return {
    provider,
    key: row.external_id,
    providerCustomerId: row.lago_id,
    externalId: row.external_id,
    name: nameOf(row),
    email: row.email,
    phone: row.phone,
    currency: row.currency || null,
    timezone: row.timezone ?? row.applicable_timezone,
    locale: row.billing_configuration?.document_locale ?? null,
    taxId: row.tax_identification_number,
    address: addressOf(row),
    metadata: (row.metadata ?? []).map(({ key, value }) => ({ key, value: toText(value) })),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    raw,
  };
}

function nameOf({ name, firstname, lastname }: WireCustomer): string | null {
  const inFull = [firstname, lastname].filter((part) => part !== null).join(' ');
  return name ?? (inFull || null);
}

function addressOf(row: WireCustomer): Address | null {
  const address = {
    line1: row.address_line1,
    line2: row.address_line2,
    city: row.city,
    state: row.state,
    postalCode: row.zipcode,
    country: row.country,
  };
  return Object.values(address).every((part) => part === null) ? null : address;
}
