import { z } from 'zod';
import type { CheckoutSession } from '../../../billing/checkout-session.ts';
import { wireTime } from '../../wire-values.ts';

/** The answer of `POST /v1/checkouts/`, which is not without a customer where it was asked for one. */
export const checkoutSessionSchema = z.object({
  customer_id: z.string(),
  url: z.url({ protocol: /^https?$/ }),
  expires_at: wireTime,
});

/** The session of an answer. */
export function toCheckoutSession({
  url,
  expires_at,
}: z.infer<typeof checkoutSessionSchema>): CheckoutSession {
  return { url, expiresAt: expires_at };
}
