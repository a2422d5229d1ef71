import { describe, expect, it } from 'vitest';
import type { BillingProvider } from '../../../src/billing/provider.ts';
import { createOrganization, person } from './organization.ts';
import {
  type Answer,
  complaint,
  createCall,
  createLago,
  type Fields,
  failureOf,
  linesOf,
  ok,
  refusal,
} from './support.ts';

const url = 'https://checkout.stripe.test/c/pay/cs_x';
const nothing = { products: null, successUrl: null };
const session = (fields: Fields = {}) =>
  ok({
    customer: { external_customer_id: 'team-7', payment_provider: 'stripe', checkout_url: url, ...fields },
  });

function open(lago: BillingProvider, key = 'team-7', input = nothing) {
  return lago.checkoutSessions?.create({ key }, input, createCall()) ?? expect.fail('no checkouts');
}

/** What becomes of a checkout that Lago answers like this. */
const failureAfter = (answer: Answer) => failureOf(open(createLago(() => answer).lago));

describe('a checkout session of Lago', () => {
  it('is asked for once, without a body', async () => {
    const { lago, sent } = createLago(() => session());
    expect(await open(lago)).toEqual({ url, expiresAt: null });
    expect(linesOf(sent)).toEqual(['POST /customers/team-7/checkout_url']);
    expect(sent[0]?.body).toBeNull();
  });

  it('sells nothing and leads nowhere', async () => {
    const { lago, sent } = createLago(() => session());
    const input = { products: ['p1'], successUrl: 'https://shop.example' };
    const message = 'has no place at this provider';
    const refused =
      lago.checkoutSessions?.create({ externalId: 'team-7' }, input, createCall()) ?? expect.fail();
    expect(await failureOf(refused)).toEqual({
      kind: 'invalid',
      issues: [
        { path: ['products'], message },
        { path: ['successUrl'], message },
      ],
    });
    expect(sent).toEqual([]);
  });

  it.each([
    [{ base: ['no_linked_payment_provider'] }, 'has no payment provider linked to it'],
    [
      { provider_payment_methods: ['no_payment_methods_to_setup_available'] },
      'has no payment method that a checkout can set up',
    ],
  ])('is not for a customer with %j', async (details, message) => {
    expect(await failureAfter(complaint(details))).toEqual({
      kind: 'invalid',
      issues: [{ path: ['customer'], message }],
    });
  });

  it.each([
    [refusal(405, 'feature_not_supported'), 'unsupported', 'feature_not_supported'],
    [
      { status: 401, body: { status: 401, error: 'Stripe authentication failed. Expired API Key' } },
      'rejected',
      'payment_provider_unauthenticated',
    ],
    [{ status: 401, body: { status: 401, error: 'Unauthorized' } }, 'unauthenticated', null],
    [
      { status: 422, body: { code: 'third_party_error', error_details: { third_party: 'Stripe' } } },
      'rejected',
      'third_party_error',
    ],
    [refusal(404, 'resource_not_found'), 'rejected', 'resource_not_found'],
    [{ status: 500, body: '' }, 'outcome-unknown', null],
    [refusal(500, 'feature_not_supported'), 'outcome-unknown', 'feature_not_supported'],
    [session({ external_customer_id: 'team-8' }), 'bad-response', null],
    [session({ checkout_url: null }), 'bad-response', null],
    [session({ checkout_url: 'ftp://x.test' }), 'bad-response', null],
  ])('fails after %j', async (answer, failure, reason) => {
    expect(await failureAfter(answer)).toMatchObject({ failure, reason });
  });

  it('is for nobody whom Lago does not know', async () => {
    expect(await failureAfter(refusal(404, 'customer_not_found'))).toEqual({ kind: 'not-found' });
  });

  it('is not opened where the path of a dotted external id leads to somebody else', async () => {
    const { lago, sent } = createLago(
      createOrganization([person('acme.io')], {
        'GET /customers/acme%2Eio': () => ok({ customer: person('acme') }),
      }),
    );
    expect(await failureOf(open(lago, 'acme.io'))).toMatchObject({ failure: 'bad-response' });
    expect(sent.map(({ method }) => method)).toEqual(['GET', 'GET']);
  });
});
