import type { AppliedCoupon } from '../../src/billing/coupon.ts';
import { createFakeProvider, customerOf, type FakeProvider, type FakeProviderData } from './fake-provider.ts';

/** A write that a provider was asked for, without the call object. */
interface FakeWrite {
  readonly write: string;
  readonly given: readonly unknown[];
}

/** A provider that takes every kind of write and remembers what it was asked for. */
export interface WritableProvider extends FakeProvider {
  readonly writes: readonly FakeWrite[];
}

/** The customer that its writes end in. */
export const ada = customerOf({ provider: 'lago', key: 'acct-1', externalId: 'acct-1', name: 'Ada' });

const removedCoupon: AppliedCoupon = {
  key: 'ac-1',
  couponId: 'c-1',
  code: 'WELCOME',
  name: null,
  kind: 'PERCENTAGE',
  amountOff: null,
  percentOff: null,
  amountRemaining: null,
  duration: 'FOREVER',
  periodsRemaining: null,
  status: 'INACTIVE',
  appliedAt: null,
  expiresAt: null,
  subscriptionId: null,
};

/** A Lago-like account with every ability; each of its writes fails with the error, where one is given. */
export function createWritableProvider(
  error?: unknown,
  data: Partial<FakeProviderData> = {},
): WritableProvider {
  const writes: FakeWrite[] = [];
  const taking =
    <Value>(write: string, value: Value) =>
    async (...given: readonly unknown[]): Promise<Value> => {
      writes.push({ write, given: given.slice(0, -1) });
      if (error !== undefined) throw error;
      return value;
    };
  const expiresAt = new Date('2026-05-01T01:00:00Z');
  const provider = createFakeProvider({
    name: 'lago',
    customerWrites: {
      create: taking('create', ada),
      ensure: taking('ensure', { customer: ada, created: false }),
      update: taking('update', ada),
      delete: taking('delete', ada.key),
      anonymize: taking('anonymize', ada.key),
    },
    couponRemoval: {
      remove: taking('removeCoupon', removedCoupon),
      ownerOf: () => ({ key: ada.key }),
    },
    portalSessions: { create: taking('portal', { url: 'https://lago.test/portal', expiresAt: null }) },
    checkoutSessions: { create: taking('checkout', { url: 'https://lago.test/checkout', expiresAt }) },
    ...data,
  });
  return { ...provider, writes };
}
