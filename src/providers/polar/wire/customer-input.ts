import type { Address } from '../../../billing/customer.ts';
import type { CustomerChanges, CustomerFields } from '../../../billing/customer-write.ts';

/** The body of a create or an update of a customer; what is undefined is not sent. */
export interface CustomerBody {
  readonly external_id: string | null | undefined;
  readonly email: string | null | undefined;
  readonly name: string | null | undefined;
  readonly locale: string | null | undefined;
  readonly tax_id: string | null | undefined;
  readonly billing_address: Readonly<Record<string, string | null>> | undefined;
  readonly metadata: Readonly<Record<string, string>> | undefined;
}

/** The fields, with the whole address in place of a change of it. null clears what can be cleared. */
export function toCustomerBody(
  { externalId, email, name, locale, taxId, metadata }: CustomerChanges,
  address: Address | undefined,
): CustomerBody {
  return {
    external_id: externalId,
    email,
    name,
    locale,
    tax_id: taxId,
    billing_address: address && toBillingAddress(address),
    metadata: toMetadata(metadata),
  };
}

/** Whether nothing of the body would be sent. */
export function isEmptyBody(body: CustomerBody): boolean {
  return Object.values(body).every((value) => value === undefined);
}

function toBillingAddress({ postalCode, ...address }: Address): CustomerBody['billing_address'] {
  return { ...address, postal_code: postalCode };
}

/** Metadata cannot be null. */
function toMetadata(entries: CustomerFields['metadata']): CustomerBody['metadata'] {
  return entries === undefined
    ? undefined
    : Object.fromEntries((entries ?? []).map(({ key, value }) => [key, value]));
}
