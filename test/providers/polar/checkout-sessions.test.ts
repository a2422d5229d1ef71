import { describe, expect, it } from 'vitest';
import type { CheckoutSessionInput } from '../../../src/billing/checkout-session.ts';
import type { CustomerReference } from '../../../src/billing/customer-write.ts';
import {
  brokenRule,
  complaint,
  createCall,
  type FakeAnswer,
  type FakePolar,
  failureOf,
  fakePolar,
  fixture,
  polarId,
  refusalOf,
  refusals,
} from './support.ts';

const key = polarId(7);
const products = [polarId(21), polarId(22)];
const opened = { status: 201, json: fixture('checkout', { customer_id: key }) };

function polarThat(answer: FakeAnswer) {
  return fakePolar(({ method }) => (method === 'POST' ? answer : { json: fixture('customer', { id: key }) }));
}

async function open(
  { provider }: FakePolar,
  input: Partial<CheckoutSessionInput> = {},
  reference: CustomerReference = { key },
) {
  const { checkoutSessions } = provider;
  return checkoutSessions?.create(reference, { products, successUrl: null, ...input }, createCall());
}

describe('a checkout at Polar', () => {
  it('is opened for a customer by id, the products in their order', async () => {
    const polar = polarThat(opened);
    expect(await open(polar)).toEqual({
      url: 'https://polar.example/orchard/checkout/polar_c_invented',
      expiresAt: new Date('2026-03-11T12:00:00.250Z'),
    });
    expect(polar.sent()).toEqual(['POST /v1/checkouts/']);
    expect(polar.requests[0]?.body).toEqual({ products, customer_id: key });
  });

  it('is opened by id also for whom an external id means, with a way on', async () => {
    const polar = polarThat(opened);
    await open(polar, { successUrl: 'https://shop.example/thanks' }, { externalId: 'orchard-7' });
    expect(polar.sent()).toEqual(['GET /v1/customers/external/orchard-7', 'POST /v1/checkouts/']);
    expect(polar.requests[1]?.body).toEqual({
      products,
      customer_id: key,
      success_url: 'https://shop.example/thanks',
    });
  });

  it.each<[string, Partial<CheckoutSessionInput>, readonly (readonly string[])[]]>([
    ['products', { products: null }, [['products']]],
    ['any product', { products: [] }, [['products']]],
    [
      'ids for products',
      { products: [polarId(1), 'pro', ''] },
      [
        ['products', '1'],
        ['products', '2'],
      ],
    ],
    ['each product once', { products: [polarId(1), polarId(2), polarId(1)] }, [['products', '2']]],
    ['a way on', { successUrl: 'shop.example' }, [['successUrl']]],
    ['anything', { products: null, successUrl: 'javascript:x' }, [['products'], ['successUrl']]],
  ])('is not opened without %s', async (_what, input, paths) => {
    const polar = polarThat(opened);
    const refusal = await refusalOf(open(polar, input));
    expect(refusal).toMatchObject({ kind: 'invalid', issues: paths.map((path) => ({ path })) });
    expect(polar.requests).toEqual([]);
  });

  it.each<[CustomerReference, readonly string[]]>([
    [{ key: 'orchard-7' }, []],
    [{ externalId: 'orchard-8' }, ['GET /v1/customers/external/orchard-8']],
  ])('is not opened for nobody: %j', async (reference, calls) => {
    const polar = fakePolar(() => refusals.missing);
    expect(await refusalOf(open(polar, {}, reference))).toEqual({ kind: 'not-found' });
    expect(polar.sent()).toEqual(calls);
  });

  it.each<[string, FakeAnswer, object]>([
    [
      'products that do not exist',
      brokenRule(complaint(['products', 0]), complaint(['products', 1])),
      { kind: 'invalid', issues: [{ path: ['products'], message: 'is not accepted by this provider' }] },
    ],
    [
      'a customer that does not exist',
      brokenRule(complaint(['products', 0]), complaint(['customer_id'])),
      { kind: 'not-found' },
    ],
  ])('is refused for %s', async (_what, answer, refusal) => {
    expect(await refusalOf(open(polarThat(answer)))).toEqual(refusal);
  });

  it.each<[string, FakeAnswer, string]>([
    ['another customer', { json: fixture('checkout', { customer_id: polarId(8) }) }, 'bad-response'],
    ['no customer', { json: fixture('checkout', { customer_id: null }) }, 'bad-response'],
    [
      'a link that is none',
      { json: fixture('checkout', { customer_id: key, url: 'data:x' }) },
      'bad-response',
    ],
    ['a 500', { status: 500, text: '' }, 'outcome-unknown'],
    ['a missing scope', refusals.insufficientScope, 'forbidden'],
  ])('is sent once, also where the answer is %s', async (_what, answer, failure) => {
    const polar = polarThat(answer);
    expect((await failureOf(open(polar))).failure).toBe(failure);
    expect(polar.requests).toHaveLength(1);
  });
});
