import type { Customer, MetadataEntry } from '../../../billing/customer.ts';
import type { CustomerChanges, CustomerFields, NewCustomer } from '../../../billing/customer-write.ts';

/** The body of a create or an update of a customer. */
export type CustomerBody = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/**
 * A customer for `POST /customers`. It always has metadata: without any, Flexprice would store null, and then crash when
 * the external id is changed one day.
 */
export function toNewCustomer(customer: NewCustomer): CustomerBody {
  const texts = Object.entries(textsOf(customer)).flatMap(([column, text]) =>
    text == null ? [] : [[column, text] as const],
  );
  return {
    external_id: customer.externalId,
    ...Object.fromEntries(texts),
    metadata: toMetadata(customer.metadata ?? []),
  };
}

/**
 * Changes for `PUT /customers`, where null would mean "leave as it is" and empty text clears. Empty when there is
 * nothing to change; an external id that the customer has already is no change.
 */
export function toCustomerChanges(changes: CustomerChanges, known: Customer): CustomerBody {
  const texts = Object.entries(textsOf(changes)).flatMap(([column, text]) =>
    text === undefined ? [] : [[column, text ?? ''] as const],
  );
  const { externalId } = changes;
  const renamed = externalId != null && externalId !== known.externalId;
  // Without metadata beside it, a new external id would be noted in the stored one, where nobody asked for a change.
  const metadata = changes.metadata === undefined && renamed ? known.metadata : changes.metadata;
  return {
    ...(renamed && { external_id: externalId }),
    ...Object.fromEntries(texts),
    ...(metadata !== undefined && { metadata: toMetadata(metadata ?? []) }),
  };
}

/** The fields that are text, as Flexprice calls them. */
function textsOf({ name, email, phone, timezone, address }: CustomerFields) {
  return {
    name,
    email,
    contact: phone,
    timezone,
    address_line1: address?.line1,
    address_line2: address?.line2,
    address_city: address?.city,
    address_state: address?.state,
    address_postal_code: address?.postalCode,
    address_country: address?.country,
  };
}

function toMetadata(entries: readonly MetadataEntry[]): Readonly<Record<string, string>> {
  return Object.fromEntries(entries.map(({ key, value }) => [key, value]));
}
