import type { SandboxAnswer } from '../http-server.ts';
import { uuidOf } from '../ids.ts';
import type { Routes } from '../router.ts';
import { ok } from './answer.ts';
import type { Customer } from './customer.ts';
import { forCustomer } from './customer-routes.ts';
import { invalid, notAllowed, refusedByThirdParty, unauthorized } from './errors.ts';
import type { LagoStore } from './store.ts';

/** Links that a customer is sent to. */
export function portalRoutes(store: LagoStore): Routes {
  return {
    'GET /customers/:customer/portal_url': forCustomer(store, () => portalUrl(store)),
    'POST /customers/:customer/checkout_url': forCustomer(store, checkoutUrl),
  };
}

/** A new link at every call. */
function portalUrl(store: LagoStore): SandboxAnswer {
  const token = Buffer.from(store.newId('portal')).toString('base64url');
  return ok({ customer: { portal_url: `https://app.lago.example/customer-portal/${token}` } });
}

const providersWithoutCheckout: ReadonlySet<string> = new Set(['cashfree', 'flutterwave']);
/** Payment methods that cannot be kept on file. */
const methodsWithoutSetup: ReadonlySet<string> = new Set(['crypto', 'customer_balance']);

/** Asks the payment provider, whose refusals come through: a 401 may be Lago's own credentials there. */
function checkoutUrl(customer: Customer): SandboxAnswer {
  const configuration = customer.billing_configuration;
  const { payment_provider: provider, payment_provider_code: code } = configuration;
  if (provider === null) return invalid({ base: ['no_linked_payment_provider'] });
  if (providersWithoutCheckout.has(provider)) return notAllowed('feature_not_supported');
  if (code === revokedAccount)
    return unauthorized('Stripe authentication failed. Expired API Key provided: sk_live_gone');
  if (configuration.provider_customer_id === null) return refusedByThirdParty('Stripe', 'No such customer');
  if (configuration.provider_payment_methods?.every((method) => methodsWithoutSetup.has(method)))
    return invalid({ provider_payment_methods: ['no_payment_methods_to_setup_available'] });
  return ok({
    customer: {
      lago_customer_id: customer.lago_id,
      external_customer_id: customer.external_id,
      payment_provider: provider,
      payment_provider_code: code,
      checkout_url: `https://checkout.${provider}.example/c/pay/${uuidOf(`lago:checkout:${customer.lago_id}`)}`,
    },
  });
}

/** The code of a connection to Stripe whose key has been revoked there. */
export const revokedAccount = 'stripe_revoked';
