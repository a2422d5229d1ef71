import { describe, expect, it } from 'vitest';
import { parseDecimal } from '../../src/billing/decimal.ts';
import { ProviderError } from '../../src/billing/provider-error.ts';
import { encodeNodeId } from '../../src/graphql/node-id.ts';
import { execute } from '../support/execute.ts';
import {
  createFakeProvider,
  customerOf,
  entitlementOf,
  type FakeProviderData,
  usageOf,
} from '../support/fake-provider.ts';

const decimalOf = (text: string) => parseDecimal(text) ?? expect.fail(`${text} is not a decimal`);
const asOf = new Date('2026-05-01T00:00:00Z');
const id = encodeNodeId({ type: 'Customer', provider: 'lago', key: 'a' });

async function ask(selection: string, data: Partial<FakeProviderData>) {
  const customers = { a: customerOf({ provider: 'lago', key: 'a', externalId: 'a' }) };
  const provider = createFakeProvider({ name: 'lago', customers, ...data });
  const answer = await execute([provider], `query ($id: ID!) { customer(id: $id) { ${selection} } }`, { id });
  return { ...answer, reads: provider.reads.slice(1) };
}

describe('a field', () => {
  it('asks the provider only when it is selected', async () => {
    expect((await ask('name', {})).reads).toEqual([]);
    expect((await ask('usage { asOf }', {})).reads.map(({ read }) => read)).toEqual(['usage']);
  });

  it('costs one read under several aliases and filters', async () => {
    const selection =
      'one: usage { items { feature } } two: usage(features: ["x"]) { items { feature } } none: usage(features: []) { items { feature } }';
    const { data, reads } = await ask(selection, { usage: { a: usageOf('y', decimalOf('1')) } });
    expect(data).toEqual({
      customer: { one: { items: [{ feature: 'y' }] }, two: { items: [] }, none: { items: [] } },
    });
    expect(reads).toHaveLength(1);
  });

  it('is null with code, provider, retryable and path when it fails, and leaves its neighbours alone', async () => {
    const retryAfter = new Date('2026-05-01T00:01:00Z');
    const { data, errors } = await ask('name balance { asOf } coupons { id } usage { asOf }', {
      balance: {
        a: new ProviderError({ provider: 'lago', failure: 'rate-limited', status: 429, retryAfter }),
      },
      coupons: { a: [] },
      usage: { a: new ProviderError({ provider: 'lago', failure: 'unauthenticated', status: 401 }) },
    });
    expect(data).toEqual({ customer: { name: null, balance: null, coupons: [], usage: null } });
    expect(errors).toEqual([
      expect.objectContaining({
        path: ['customer', 'balance'],
        extensions: {
          code: 'PROVIDER_RATE_LIMITED',
          provider: 'lago',
          retryable: true,
          retryAfter: retryAfter.toISOString(),
        },
      }),
      expect.objectContaining({
        path: ['customer', 'usage'],
        extensions: { code: 'PROVIDER_UNAUTHENTICATED', provider: 'lago', retryable: false },
      }),
    ]);
  });

  it('says so when the provider has no such thing', async () => {
    const { data, errors } = await ask('name pastUsage { invoiceId }', {});
    expect(data).toEqual({ customer: { name: null, pastUsage: null } });
    expect(errors).toMatchObject([
      { path: ['customer', 'pastUsage'], extensions: { code: 'UNSUPPORTED_BY_PROVIDER', provider: 'lago' } },
    ]);
  });

  it('is null without an error when the customer is gone meanwhile', async () => {
    const { data, errors } = await ask('balance { asOf } entitlement(feature: "x") { access reason }', {});
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      customer: { balance: null, entitlement: { access: 'DENIED', reason: 'CUSTOMER_NOT_FOUND' } },
    });
  });

  it('hides our own mistakes', async () => {
    const broken = {
      a: [
        {
          ...entitlementOf({ feature: 'x' }),
          get feature(): string {
            throw new TypeError('secret detail');
          },
        },
      ],
    };
    const { errors } = await ask('entitlements { feature }', { entitlements: broken });
    expect(errors).toMatchObject([
      { message: 'billgraph failed to answer this.', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
    ]);
    expect(JSON.stringify(errors)).not.toContain('secret');
  });
});

describe('what of a field is selected', () => {
  const wallet = {
    key: 'w',
    name: null,
    status: 'active',
    live: null,
    credits: null,
    expiresAt: null,
    priority: null,
    settled: { amount: decimalOf('0.30'), currency: 'EUR' },
  };
  const balance = { a: { asOf, settled: [wallet.settled], live: null, credits: [], wallets: [wallet] } };

  it.each([
    ['balance { settled { amount } }', { money: true, live: false, credits: false }],
    ['balance { asOf }', { money: true, live: false, credits: false }],
    ['balance { live { amount } }', { money: false, live: true, credits: false }],
    ['balance { wallets { live { amount } } }', { money: true, live: true, credits: false }],
    ['balance { ... on Balance { ...Credits } }', { money: false, live: false, credits: true }],
    [
      'balance { live @skip(if: true) { amount } settled { currency } }',
      { money: true, live: false, credits: false },
    ],
  ])('%s asks for no more than that', async (selection, parameters) => {
    const customers = { a: customerOf({ provider: 'lago', key: 'a' }) };
    const provider = createFakeProvider({ name: 'lago', customers, balance });
    const fragment = selection.includes('Credits') ? 'fragment Credits on Balance { credits { unit } }' : '';
    const { errors } = await execute(
      [provider],
      `query ($id: ID!) { customer(id: $id) { ${selection} } } ${fragment}`,
      { id },
    );
    expect(errors).toBeUndefined();
    expect(provider.reads.slice(1)).toEqual([{ read: 'balance', keys: ['a'], parameters }]);
  });

  it('reads usage for a check only when the decision or the query needs it', async () => {
    const entitlements = {
      a: [entitlementOf({ feature: 'x', kind: 'METERED', unlimited: true, meteredBy: 'x' })],
    };
    const usage = { a: usageOf('x', decimalOf('3')) };
    const silent = await ask('entitlement(feature: "x") { access }', { entitlements, usage });
    expect(silent.reads.map(({ read }) => read)).toEqual(['entitlements']);
    const asked = await ask('entitlement(feature: "x") { access used resetsAt }', { entitlements, usage });
    expect(asked.data).toEqual({
      customer: { entitlement: { access: 'ALLOWED', used: '3', resetsAt: '2026-06-01T00:00:00.000Z' } },
    });
  });

  it('prints exact decimals and global ids', async () => {
    const { data } = await ask(
      'balance { settled { amount currency formatted(locale: "de-DE") } wallets { id } }',
      { balance },
    );
    expect(data).toEqual({
      customer: {
        balance: {
          settled: [{ amount: '0.3', currency: 'EUR', formatted: '0,30\u00a0€' }],
          wallets: [{ id: encodeNodeId({ type: 'Wallet', provider: 'lago', key: 'w' }) }],
        },
      },
    });
  });
});

describe('arguments', () => {
  it.each([0, -1, 101])('refuses %i past periods', async (periods) => {
    const { errors, reads } = await ask(`pastUsage(periods: ${periods}) { invoiceId }`, {
      pastUsage: { a: [] },
    });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'periods' } }]);
    expect(reads).toEqual([]);
  });

  it.each(['', '..', 'a\u0000'])('refuses %j as a subscription', async (subscriptionId) => {
    const text = JSON.stringify(subscriptionId);
    const { errors, reads } = await ask(`usage(subscriptionId: ${text}) { asOf }`, { usage: {} });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'subscriptionId' } }]);
    expect(reads).toEqual([]);
  });

  it('hands subscription and periods to the provider', async () => {
    const { reads } = await ask(
      'pastUsage(periods: 3, subscriptionId: "s") { invoiceId } coupons(includeInactive: true) { id }',
      { pastUsage: { a: [] }, coupons: { a: [] } },
    );
    expect(reads).toEqual([
      { read: 'pastUsage', keys: ['a'], parameters: { subscriptionId: 's', periods: 3 } },
      { read: 'coupons', keys: ['a'], parameters: { includeInactive: true } },
    ]);
  });
});
