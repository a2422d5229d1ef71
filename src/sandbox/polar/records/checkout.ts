import type { Address } from './customer.ts';
import type { Metadata, Stamped } from './stamped.ts';

/** The states of a checkout. */
export const checkoutStatuses = ['open', 'expired', 'confirmed', 'succeeded', 'failed'] as const;

/** A hosted purchase that somebody is about to make. */
export interface CheckoutRecord extends Stamped {
  readonly status: (typeof checkoutStatuses)[number];
  readonly client_secret: string;
  readonly url: string;
  readonly expires_at: string;
  readonly success_url: string;
  readonly return_url: string | null;
  readonly embed_origin: string | null;
  readonly amount: number;
  readonly discount_amount: number;
  readonly currency: string;
  readonly seats: number | null;
  /** The first one is preselected. */
  readonly product_ids: readonly string[];
  readonly product_price_id: string | null;
  readonly discount_id: string | null;
  readonly allow_discount_codes: boolean;
  readonly allow_trial: boolean;
  readonly require_billing_address: boolean;
  readonly customer_id: string | null;
  readonly external_customer_id: string | null;
  readonly is_business_customer: boolean;
  readonly customer_name: string | null;
  readonly customer_email: string | null;
  readonly customer_billing_address: Address | null;
  readonly customer_tax_id: string | null;
  readonly customer_metadata: Metadata;
  readonly locale: string | null;
  readonly metadata: Metadata;
  readonly subscription_id: string | null;
}
