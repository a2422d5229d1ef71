import { z } from 'zod';
import type { CheckoutSessions } from '../../billing/checkout-session.ts';
import { ProviderError, type ProviderFailureKind } from '../../billing/provider-error.ts';
import { invalidInput } from '../../billing/write-refusal.ts';
import { refuseOptions } from '../refuse-options.ts';
import { refusing } from '../refused-write.ts';
import { requireSameCustomer } from '../same-customer.ts';
import { wireUrl } from '../wire-values.ts';
import { customerNotFound, type LagoClient, path } from './client.ts';
import { keyOf, requireSafePathTo } from './customer-path.ts';
import { paymentProviderUnauthenticated } from './wire/refusal.ts';

const answerSchema = z
  .object({
    customer: z.object({
      external_customer_id: z.string(),
      checkout_url: wireUrl,
    }),
  })
  .transform((answer) => answer.customer);

/** Checkouts at the customer's payment provider, in which the customer leaves a means of payment and buys nothing. */
export function createCheckoutSessions(client: LagoClient): CheckoutSessions {
  const { provider } = client;
  return {
    async create(reference, { products, successUrl }, call) {
      refuseOptions({ products, successUrl });
      const customer = keyOf(reference);
      await requireSafePathTo(client, customer, call);
      const write = client.write(
        { method: 'POST', path: path`/customers/${customer}/checkout_url`, schema: answerSchema },
        call,
      );
      const session = await refusing(
        write.catch((error: unknown) => {
          throw toCheckoutFailure(error);
        }),
        { missing: customerNotFound },
      );
      requireSameCustomer(provider, customer, session.external_customer_id);
      return { url: session.checkout_url, expiresAt: null };
    },
  };
}

const complaints: ReadonlyMap<string | null, string> = new Map([
  ['no_linked_payment_provider', 'has no payment provider linked to it'],
  ['no_payment_methods_to_setup_available', 'has no payment method that a checkout can set up'],
]);

function toCheckoutFailure(error: unknown): unknown {
  // A failing Lago may carry any code, and proves nothing by it.
  if (!(error instanceof ProviderError) || error.failure === 'outcome-unknown') return error;
  const complaint = complaints.get(error.reason);
  if (complaint !== undefined) return invalidInput([{ path: ['customer'], message: complaint }], error);
  switch (error.reason) {
    case 'feature_not_supported':
      return withFailure(error, 'unsupported');
    case paymentProviderUnauthenticated:
      return withFailure(error, 'rejected');
    default:
      return error;
  }
}

function withFailure(error: ProviderError, failure: ProviderFailureKind): ProviderError {
  const { provider, status, reason } = error;
  return new ProviderError({ provider, failure, reason, cause: error, ...(status !== null && { status }) });
}
