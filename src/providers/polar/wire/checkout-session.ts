import { z } from 'zod';
import type { CheckoutSession } from '../../../billing/checkout-session.ts';
import { wireTime, wireUrl } from '../../wire-values.ts';

/** The answer of `POST /v1/checkouts/`, which has a customer wherever it was asked for one. */
export const checkoutSessionSchema = z.object({
  customer_id: z.string(),
  url: wireUrl,
  expires_at: wireTime,
});

/** The session of an answer. */
export function toCheckoutSession({
  url,
  expires_at,
}: z.infer<typeof checkoutSessionSchema>): CheckoutSession {
  return { url, expiresAt: expires_at };
}
