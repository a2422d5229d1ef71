import type { BenefitGrantRecord, BenefitRecord } from './records/benefit.ts';
import type { CheckoutRecord } from './records/checkout.ts';
import type { CustomerRecord, MemberRecord, PaymentMethodRecord } from './records/customer.ts';
import type { DiscountRecord } from './records/discount.ts';
import type { CustomerMeterRecord, MeterRecord } from './records/meter.ts';
import type { ProductRecord } from './records/product.ts';
import type { SubscriptionRecord } from './records/subscription.ts';
import type { WalletRecord } from './records/wallet.ts';

/** Everything that one emulated Polar knows, by id. A write replaces whole records; records never change in place. */
export interface PolarStore {
  readonly now: () => Date;
  readonly customers: Map<string, CustomerRecord>;
  readonly members: Map<string, MemberRecord>;
  readonly paymentMethods: Map<string, PaymentMethodRecord>;
  readonly meters: Map<string, MeterRecord>;
  readonly customerMeters: Map<string, CustomerMeterRecord>;
  readonly benefits: Map<string, BenefitRecord>;
  readonly benefitGrants: Map<string, BenefitGrantRecord>;
  readonly products: Map<string, ProductRecord>;
  readonly discounts: Map<string, DiscountRecord>;
  readonly subscriptions: Map<string, SubscriptionRecord>;
  readonly wallets: Map<string, WalletRecord>;
  readonly checkouts: Map<string, CheckoutRecord>;
  /** Tokens of customer sessions: known, but of no use outside the customer portal. */
  readonly sessionTokens: Set<string>;
}

/** An empty store. */
export function createStore(now: () => Date): PolarStore {
  return {
    now,
    customers: new Map(),
    members: new Map(),
    paymentMethods: new Map(),
    meters: new Map(),
    customerMeters: new Map(),
    benefits: new Map(),
    benefitGrants: new Map(),
    products: new Map(),
    discounts: new Map(),
    subscriptions: new Map(),
    wallets: new Map(),
    checkouts: new Map(),
    sessionTokens: new Set(),
  };
}

/** Stores records under their ids. */
export function put<Item extends { readonly id: string }>(
  records: Map<string, Item>,
  ...items: readonly Item[]
): void {
  for (const item of items) records.set(item.id, item);
}

/** A record that another one points to; its absence is a mistake of the sandbox. */
export function lookUp<Item>(records: ReadonlyMap<string, Item>, id: string): Item {
  const record = records.get(id);
  if (record === undefined) throw new Error(`the sandbox lost the record ${id}`);
  return record;
}
