import type { Call } from './call.ts';
import type { CustomerReference } from './customer-write.ts';

/** A page on which one customer pays, or leaves a means of payment. */
export interface CheckoutSession {
  readonly url: string;
  /** null where the provider does not tell. */
  readonly expiresAt: Date | null;
}

/** What a checkout session may be asked for. */
export interface CheckoutSessionInput {
  /** The provider's ids of what is sold; the first is chosen to begin with. */
  readonly products: readonly string[] | null;
  /** Where the customer goes after paying. */
  readonly successUrl: string | null;
}

/** Opening a checkout for a customer that exists. Refuses like a write. */
export interface CheckoutSessions {
  create(reference: CustomerReference, input: CheckoutSessionInput, call: Call): Promise<CheckoutSession>;
}
