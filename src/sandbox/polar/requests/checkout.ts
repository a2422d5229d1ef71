import type { Address } from '../records/customer.ts';
import type { Metadata } from '../records/stamped.ts';
import { address } from './address.ts';
import { accept, type Check, listOf, nullable, refine, reject } from './check.ts';
import { currency } from './currency.ts';
import { object } from './fields.ts';
import { metadata } from './metadata.ts';
import { boolean, email, integer, locale, name, optionalText, webAddress } from './scalars.ts';
import { uuid } from './uuid.ts';

/** The purchase that somebody wants to have a page for. */
export interface CheckoutDraft {
  readonly products: readonly string[];
  readonly customer_id: string | null;
  readonly external_customer_id: string | null;
  readonly customer_name: string | null;
  readonly customer_email: string | null;
  readonly customer_billing_address: Address | null;
  readonly customer_tax_id: string | null;
  readonly customer_metadata: Metadata;
  readonly is_business_customer: boolean;
  readonly discount_id: string | null;
  readonly allow_discount_codes: boolean;
  readonly allow_trial: boolean;
  readonly require_billing_address: boolean;
  /** What the buyer of a pay-what-you-want product pays. */
  readonly amount: number | null;
  readonly seats: number | null;
  readonly currency: string | null;
  readonly locale: string | null;
  readonly success_url: string | null;
  readonly return_url: string | null;
  readonly embed_origin: string | null;
  readonly metadata: Metadata;
  readonly subscription_id: string | null;
}

const products: Check<readonly string[]> = refine(listOf(uuid), (ids, location) =>
  new Set(ids).size === ids.length
    ? accept(ids)
    : reject('value_error', location, 'Value error, products must be unique', ids),
);

/** The body of a create. */
export const checkoutDraft: Check<CheckoutDraft> = object((fields) => ({
  products: fields.required('products', products) ?? [],
  customer_id: fields.optional('customer_id', nullable(uuid)) ?? null,
  external_customer_id: fields.optional('external_customer_id', nullable(optionalText)) ?? null,
  customer_name: fields.optional('customer_name', nullable(name)) ?? null,
  customer_email: fields.optional('customer_email', nullable(email)) ?? null,
  customer_billing_address: fields.optional('customer_billing_address', nullable(address)) ?? null,
  customer_tax_id: fields.optional('customer_tax_id', nullable(optionalText)) ?? null,
  customer_metadata: fields.optional('customer_metadata', metadata) ?? {},
  is_business_customer: fields.optional('is_business_customer', boolean) ?? false,
  discount_id: fields.optional('discount_id', nullable(uuid)) ?? null,
  allow_discount_codes: fields.optional('allow_discount_codes', boolean) ?? true,
  allow_trial: fields.optional('allow_trial', boolean) ?? true,
  require_billing_address: fields.optional('require_billing_address', boolean) ?? false,
  amount: fields.optional('amount', nullable(integer(0))) ?? null,
  seats: fields.optional('seats', nullable(integer(1, 10_000))) ?? null,
  currency: fields.optional('currency', nullable(currency)) ?? null,
  locale: fields.optional('locale', nullable(locale)) ?? null,
  success_url: fields.optional('success_url', nullable(webAddress)) ?? null,
  return_url: fields.optional('return_url', nullable(webAddress)) ?? null,
  embed_origin: fields.optional('embed_origin', nullable(optionalText)) ?? null,
  metadata: fields.optional('metadata', metadata) ?? {},
  subscription_id: fields.optional('subscription_id', nullable(uuid)) ?? null,
}));
