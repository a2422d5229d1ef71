import type { Batch } from './batch.ts';
import type { Call } from './call.ts';
import type { CustomerReference } from './customer-write.ts';
import type { Decimal } from './decimal.ts';
import type { Money } from './money.ts';
import type { ActivityFilter } from './subscription.ts';

/** Whether a coupon takes off an amount or a share. */
export type CouponKind = 'FIXED' | 'PERCENTAGE';

/** How long a coupon keeps taking off. */
export type CouponDuration = 'ONCE' | 'REPEATING' | 'FOREVER';

/** Whether a coupon takes off anything now. */
export type CouponStatus = 'ACTIVE' | 'INACTIVE';

/** A coupon or discount that was given to a customer or to one of its subscriptions. */
export interface AppliedCoupon {
  /** The application's own key, unique within the provider account. */
  readonly key: string;
  /** The coupon definition's id. */
  readonly couponId: string;
  readonly code: string | null;
  readonly name: string | null;
  readonly kind: CouponKind;
  /** Set for FIXED. */
  readonly amountOff: Money | null;
  /** Set for PERCENTAGE: 20 is 20 %. */
  readonly percentOff: Decimal | null;
  readonly amountRemaining: Money | null;
  readonly duration: CouponDuration;
  readonly periodsRemaining: number | null;
  /** ACTIVE: usable now, that is started, not ended, and on a live subscription. */
  readonly status: CouponStatus;
  readonly appliedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly subscriptionId: string | null;
}

/** Coupons applied, by customer key. */
export interface CouponReads {
  ofCustomers(
    keys: readonly string[],
    filter: ActivityFilter,
    call: Call,
  ): Promise<Batch<readonly AppliedCoupon[]>>;
}

/** Taking a coupon away from a customer. Refuses like a write. */
export interface CouponRemoval {
  /** Resolves to the coupon as it is afterwards; taking it away twice changes nothing. */
  remove(key: string, call: Call): Promise<AppliedCoupon>;
  /** Who has the coupon, without asking; null for a key that no coupon can have. */
  ownerOf(key: string): CustomerReference | null;
}
