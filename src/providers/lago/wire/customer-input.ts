import { z } from 'zod';
import type { MetadataEntry } from '../../../billing/customer.ts';
import type { CustomerChanges, CustomerFields, NewCustomer } from '../../../billing/customer-write.ts';

/** What `POST /customers` is to set: a key that is absent stays as it is, null is cleared. */
export type CustomerInput = Readonly<Record<string, unknown>>;

/** The metadata that a customer has, as far as replacing it needs to know. */
export const storedMetadataSchema = z
  .object({
    metadata: z.array(z.object({ lago_id: z.string(), key: z.string(), display_in_invoice: z.boolean() })),
  })
  .transform(({ metadata }) => metadata);

type StoredEntry = z.infer<typeof storedMetadataSchema>[number];

/** What a new customer is made of. What is not given is not sent. */
export function toNewCustomer(customer: NewCustomer): CustomerInput {
  const metadata = toMetadata(customer.metadata ?? [], []);
  return {
    ...withConfiguration(textsOf(customer).filter(([, text]) => text != null)),
    ...(metadata.length > 0 && { metadata }),
  };
}

/** What is to change; nothing where all fields are absent. */
export function toChanges(changes: CustomerChanges): CustomerInput {
  return withConfiguration(textsOf(changes).filter(([, text]) => text !== undefined));
}

/**
 * The metadata that takes the place of the stored one. An entry that stays is known by its id: without it Lago takes it
 * for a new one, whose key is taken. Whether invoices show an entry is reset where it is not said again.
 */
export function toMetadata(
  entries: readonly MetadataEntry[],
  stored: readonly StoredEntry[],
): readonly CustomerInput[] {
  const known = new Map(stored.map((entry) => [entry.key, entry]));
  return entries.map(({ key, value }) => {
    const entry = known.get(key);
    const shown = { key, value, display_in_invoice: entry?.display_in_invoice ?? false };
    return entry === undefined ? shown : { id: entry.lago_id, ...shown };
  });
}

type Text = readonly [name: string, text: string | null | undefined];

function textsOf({ taxId, locale, address, ...fields }: CustomerFields): readonly Text[] {
  return [
    ['name', fields.name],
    ['email', fields.email],
    ['phone', fields.phone],
    ['currency', fields.currency],
    ['timezone', fields.timezone],
    ['tax_identification_number', taxId],
    ['document_locale', locale],
    ...addressOf(address),
  ];
}

function addressOf(address: CustomerFields['address']): readonly Text[] {
  const part = (text: string | null | undefined) => (address === null ? null : text);
  return [
    ['address_line1', part(address?.line1)],
    ['address_line2', part(address?.line2)],
    ['city', part(address?.city)],
    ['state', part(address?.state)],
    ['zipcode', part(address?.postalCode)],
    ['country', part(address?.country)],
  ];
}

/** The locale is part of the billing configuration, of which the other keys stay as they are. */
function withConfiguration(texts: readonly Text[]): CustomerInput {
  const { document_locale, ...others } = Object.fromEntries(texts);
  return document_locale === undefined ? others : { ...others, billing_configuration: { document_locale } };
}
