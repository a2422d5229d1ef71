import type { Metadata, Stamped } from './stamped.ts';

/** The sorts of customer. */
export const customerTypes = ['individual', 'team'] as const;

/** One of the sorts of customer; a team may do without an e-mail address. */
export type CustomerType = (typeof customerTypes)[number];

/** A postal address; all but the country may be unknown. */
export interface Address {
  readonly line1: string | null;
  readonly line2: string | null;
  readonly postal_code: string | null;
  readonly city: string | null;
  /** Of the United States and Canada: ISO 3166-2 ("US-NY"). */
  readonly state: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** A tax id and its format ("eu_vat"). */
export type TaxId = readonly [value: string, format: string];

/** A customer as it is stored: `billing_name` is null where the answers fall back to the name. */
export interface CustomerRecord extends Stamped {
  readonly metadata: Metadata;
  /** null once the customer is deleted: the former value then sits in the metadata. */
  readonly external_id: string | null;
  readonly email: string | null;
  readonly email_verified: boolean;
  readonly type: CustomerType;
  readonly name: string | null;
  readonly billing_name: string | null;
  readonly billing_address: Address | null;
  readonly tax_id: TaxId | null;
  readonly locale: string | null;
  readonly default_payment_method_id: string | null;
  readonly deleted_at: string | null;
  readonly first_user_event_at: string | null;
}

/** Somebody who belongs to a customer: holds a seat, or may open the portal. */
export interface MemberRecord extends Stamped {
  readonly customer_id: string;
  readonly email: string;
  readonly name: string | null;
  readonly external_id: string | null;
  readonly role: 'owner' | 'billing_manager' | 'member';
}

/** A card or another means of payment of a customer. */
export interface PaymentMethodRecord extends Stamped {
  readonly customer_id: string;
  readonly type: string;
  /** Set for cards. */
  readonly card: {
    readonly brand: string;
    readonly last4: string;
    readonly exp_month: number;
    readonly exp_year: number;
  } | null;
}
