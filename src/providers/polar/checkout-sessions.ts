import type { CheckoutSessionInput, CheckoutSessions } from '../../billing/checkout-session.ts';
import type { CustomerReads } from '../../billing/customer.ts';
import { type FieldIssue, invalidInput } from '../../billing/write-refusal.ts';
import { requireSameCustomer } from '../same-customer.ts';
import { type PolarClient, path } from './client.ts';
import { isPolarId } from './polar-id.ts';
import { requireId } from './require-id.ts';
import { openingSession } from './session-refusal.ts';
import { urlIssues } from './url-issues.ts';
import { checkoutSessionSchema, toCheckoutSession } from './wire/checkout-session.ts';

/**
 * Checkouts from `POST /v1/checkouts/`. It is told Polar's own id: for an external id that nobody has, the purchase would
 * create a customer.
 */
export function createCheckoutSessions(client: PolarClient, reads: CustomerReads): CheckoutSessions {
  const { provider } = client;
  return {
    async create(reference, input, call) {
      const issues = issuesWith(input);
      if (issues.length > 0) throw invalidInput(issues);
      const id = await requireId(reads, reference, call);
      const session = await openingSession(
        provider,
        client.write(
          {
            method: 'POST',
            path: path`/v1/checkouts/`,
            body: toBody(id, input),
            schema: checkoutSessionSchema,
          },
          call,
        ),
      );
      requireSameCustomer(provider, id, session.customer_id);
      return toCheckoutSession(session);
    },
  };
}

function toBody(customer: string, { products, successUrl }: CheckoutSessionInput) {
  return { products, customer_id: customer, ...(successUrl !== null && { success_url: successUrl }) };
}

function issuesWith({ products, successUrl }: CheckoutSessionInput): readonly FieldIssue[] {
  return [...productIssues(products ?? []), ...urlIssues(['successUrl'], successUrl)];
}

function productIssues(products: readonly string[]): readonly FieldIssue[] {
  if (products.length === 0) return [{ path: ['products'], message: 'must name a product at this provider' }];
  return products.flatMap((product, index) => {
    const path = ['products', String(index)];
    if (!isPolarId(product)) return [{ path, message: 'must be the id of a product, a UUID in lower case' }];
    return products.indexOf(product) === index ? [] : [{ path, message: 'must not occur twice' }];
  });
}
