import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type CustomerGraph, openCustomerGraph } from '../../support/open-customer-graph.ts';
import type { ProviderName } from '../../support/sample-customers.ts';

let graph: CustomerGraph;

beforeAll(async () => {
  graph = await openCustomerGraph();
});
beforeEach(() => void graph.takeCalls());
afterAll(() => graph.close());

const remove = (appliedCouponId: string) => graph.mutate('removeCoupon', { appliedCouponId });

const couponsSchema = z.object({
  customer: z.object({ coupons: z.array(z.object({ id: z.string(), status: z.string() })) }),
});

/** All coupons of the customer, the inactive ones too. */
async function couponsOf(provider: ProviderName, externalId: string) {
  const { data } = await graph.ask(
    `query ($provider: String!, $externalId: String!) {
      customer: customerByExternalId(provider: $provider, externalId: $externalId) {
        coupons(includeInactive: true) { id status }
      }
    }`,
    { provider, externalId },
  );
  graph.takeCalls();
  return couponsSchema.parse(data).customer.coupons;
}

async function firstCouponOf(provider: ProviderName, externalId: string): Promise<string> {
  const [coupon] = await couponsOf(provider, externalId);
  if (coupon === undefined) throw new Error('the seed has a coupon there');
  return coupon.id;
}

const notFound = { __typename: 'NotFoundError', code: 'NOT_FOUND', message: expect.stringMatching(/\.$/) };

describe('a coupon at lago', () => {
  it.each(['acct-1', 'team/blue', 'who?', '100%', '50%25', 'Jane Doe', 'urn:harbor:7', '客户-8'])(
    'is taken away from %s, and taking it away again changes nothing',
    async (externalId) => {
      const id = await firstCouponOf('lago', externalId);
      const removed = { __typename: 'RemoveCouponPayload', coupon: { id, status: 'INACTIVE' } };
      expect(await remove(id)).toEqual(removed);
      expect(await couponsOf('lago', externalId)).toContainEqual({ id, status: 'INACTIVE' });
      expect(await remove(id)).toEqual(removed);
    },
  );

  it.each([
    ['acme.io', 'acme'],
    ['acme', 'acme.io'],
  ])('is taken away from %s and not from %s', async (externalId, other) => {
    const before = await couponsOf('lago', other);
    const id = await firstCouponOf('lago', externalId);
    expect((await remove(id)).coupon).toEqual({ id, status: 'INACTIVE' });
    expect(await couponsOf('lago', other)).toEqual(before);
  });

  it('that nobody has is not found', async () => {
    const known = decode(await firstCouponOf('lago', 'acct-2'));
    const unknown = known.replace(
      /[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/,
      '00000000-0000-4000-8000-000000000000',
    );
    expect(unknown).not.toBe(known);
    expect(await remove(encode(unknown))).toEqual(notFound);
  });

  it('of a customer that was deleted is not found', async () => {
    const id = await firstCouponOf('lago', 'acct-13');
    await graph.mutate('deleteCustomer', {
      customer: { external: { provider: 'lago', externalId: 'acct-13' } },
    });
    expect(await remove(id)).toEqual(notFound);
  });

  it('belongs to one customer: its id with another customer in it is not found', async () => {
    const known = decode(await firstCouponOf('lago', 'acct-1'));
    expect(known).toContain('acct-1');
    expect(await remove(encode(known.replace('acct-1', 'acct-3')))).toEqual(notFound);
    expect(await remove(encode(known.replace('acct-1', 'born to nobody')))).toEqual(notFound);
  });
});

describe('a coupon', () => {
  it.each(['flexprice', 'polar'] as const)(
    'cannot be taken away at %s, which is not asked',
    async (provider) => {
      const before = await couponsOf(provider, 'acct-1');
      expect(await remove(await firstCouponOf(provider, 'acct-1'))).toEqual({
        __typename: 'UnsupportedError',
        code: 'UNSUPPORTED_BY_PROVIDER',
        message: expect.stringMatching(/\.$/),
        provider: { name: provider },
      });
      expect(graph.takeCalls()).toEqual([]);
      expect(await couponsOf(provider, 'acct-1')).toEqual(before);
    },
  );

  it.each([
    ['empty text', ''],
    ['no base64', 'not an id!'],
    ['an account that is not configured', encode('AppliedCoupon:stripe:x')],
    ['something else than a coupon', encode('Customer:lago:acct-1')],
    ['a key that is none of ours', encode('AppliedCoupon:lago:x')],
    ['a key of separators', encode('AppliedCoupon:lago:::')],
    ['a key of slashes', encode('AppliedCoupon:lago:/../..')],
    ['a key of dots', encode('AppliedCoupon:lago:..:..')],
  ])('is not found by %s, without a call', async (_, id) => {
    expect(await remove(id)).toEqual(notFound);
    expect(graph.takeCalls()).toEqual([]);
  });
});

function decode(id: string): string {
  return Buffer.from(id, 'base64').toString('utf8');
}

function encode(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
