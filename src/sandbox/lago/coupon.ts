import type { SandboxRequest } from '../http-server.ts';
import type { Routes } from '../router.ts';
import { ok } from './answer.ts';
import type { Decimal } from './decimal.ts';
import { notFound } from './errors.ts';
import { listPage } from './paging.ts';
import type { LagoStore } from './store.ts';
import type { Row } from './table.ts';

/** How long a coupon keeps taking off. */
export const frequencies = ['once', 'recurring', 'forever'] as const;

/** One of the frequencies. */
type Frequency = (typeof frequencies)[number];

/** What a coupon takes off: an amount in cents, or a share in per cent. */
export interface Discount {
  readonly amount_cents: number | null;
  readonly amount_currency: string | null;
  readonly percentage_rate: Decimal | null;
  readonly frequency: Frequency;
  readonly frequency_duration: number | null;
}

/** A coupon that customers can be given. */
export interface Coupon extends Row, Discount {
  readonly name: string;
  readonly code: string;
  readonly description: string | null;
  readonly coupon_type: 'fixed_amount' | 'percentage';
  readonly reusable: boolean;
  readonly plan_codes: readonly string[];
  readonly billable_metric_codes: readonly string[];
  readonly expiration: 'no_expiration' | 'time_limit';
  readonly expiration_at: Date | null;
  readonly terminated_at: Date | null;
  readonly deleted_at: Date | null;
}

/** The coupons' definitions. */
export function couponRoutes({ catalog }: LagoStore): Routes {
  const coupons = catalog.coupons.filter(({ deleted_at }) => deleted_at === null);
  return {
    'GET /coupons': ({ query }: SandboxRequest) =>
      listPage({ collection: 'coupons', items: coupons, query }, couponObject),
    'GET /coupons/:code': (_request, { code }) => {
      const coupon = coupons.find((each) => each.code === code);
      return coupon === undefined ? notFound('coupon') : ok({ coupon: couponObject(coupon) });
    },
  };
}

function couponObject({ deleted_at, ...coupon }: Coupon): object {
  return {
    ...coupon,
    limited_plans: coupon.plan_codes.length > 0,
    limited_billable_metrics: coupon.billable_metric_codes.length > 0,
  };
}
