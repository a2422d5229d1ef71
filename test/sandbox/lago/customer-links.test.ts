import { describe, expect, it } from 'vitest';
import { notFound, openSandbox, textAt } from './open-sandbox.ts';

describe('the links', () => {
  it('lead to a portal, with a new token every time', () => {
    const ask = openSandbox();
    const links = [1, 2].map(() =>
      textAt(ask('GET /customers/nobody/portal_url').body, 'customer', 'portal_url'),
    );
    expect(links[0]).toMatch(/^https:\/\/.+\/customer-portal\/./);
    expect(links[0]).not.toBe(links[1]);
    expect(ask('GET /customers/unknown/portal_url')).toMatchObject(notFound('customer'));
  });

  it('lead to a checkout where a payment provider is linked', () => {
    const ask = openSandbox();
    const { body } = ask('POST /customers/acct-1/checkout_url');
    expect(body).toMatchObject({
      customer: {
        external_customer_id: 'acct-1',
        payment_provider: 'stripe',
        payment_provider_code: 'stripe_eu',
        checkout_url: expect.stringMatching(/^https:\/\//),
      },
    });
    expect(ask('POST /customers/pays-with-gocardless/checkout_url').status).toBe(200);
    expect(ask('POST /customers/unknown/checkout_url')).toMatchObject(notFound('customer'));
  });

  it.each([
    ['nobody', 422, { error_details: { base: ['no_linked_payment_provider'] } }],
    ['pays-with-cashfree', 405, { code: 'feature_not_supported' }],
    ['pays-with-stripe_revoked', 401, { error: expect.stringMatching(/^Stripe authentication failed\./) }],
    [
      'pays-with-stripe_unknown',
      422,
      { code: 'third_party_error', error_details: { third_party: 'Stripe' } },
    ],
    [
      'pays-with-stripe_crypto',
      422,
      { error_details: { provider_payment_methods: ['no_payment_methods_to_setup_available'] } },
    ],
  ])('lead nowhere for %s: %i', (id, status, body) => {
    expect(openSandbox()(`POST /customers/${id}/checkout_url`)).toMatchObject({ status, body });
  });
});
