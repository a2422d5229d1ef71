import { z } from 'zod';
import type { CouponRemoval } from '../../billing/coupon.ts';
import { ProviderError } from '../../billing/provider-error.ts';
import { notThere } from '../../billing/write-refusal.ts';
import { refusing } from '../refused-write.ts';
import { customerNotFound, type LagoClient, path } from './client.ts';
import { requireSafePathTo } from './customer-path.ts';
import { appliedCouponSchema, toAppliedCoupon } from './wire/coupon.ts';

const answerSchema = z
  .object({ applied_coupon: appliedCouponSchema })
  .transform((answer) => answer.applied_coupon);

/** Taking coupons away. Lago keeps them as terminated, and terminates one a second time without a word. */
export function createCouponRemoval(client: LagoClient): CouponRemoval {
  return {
    ownerOf(key) {
      const customer = parseKey(key)?.customer;
      return customer === undefined ? null : { key: customer };
    },
    async remove(key, call) {
      const { applied, customer } = readKey(key);
      await requireSafePathTo(client, customer, call);
      const row = await refusing(
        client.write(
          {
            method: 'DELETE',
            path: path`/customers/${customer}/applied_coupons/${applied}`,
            schema: answerSchema,
          },
          call,
        ),
        { missing: [...customerNotFound, 'applied_coupon_not_found'] },
      );
      const coupon = toAppliedCoupon(row);
      if (coupon.key === key) return coupon;
      throw new ProviderError({
        provider: client.provider,
        failure: 'bad-response',
        detail: 'another applied coupon',
      });
    },
  };
}

const keyPattern = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}):(.*)$/s;

interface AppliedCouponKey {
  readonly applied: string;
  /** The customer's external id. */
  readonly customer: string;
}

function parseKey(key: string): AppliedCouponKey | null {
  const [, applied, customer] = keyPattern.exec(key) ?? [];
  return applied === undefined || customer === undefined ? null : { applied, customer };
}

/** A key that Lago cannot have given names no coupon, and might make another path. */
function readKey(key: string): AppliedCouponKey {
  const parsed = parseKey(key);
  if (parsed === null) throw notThere();
  return parsed;
}
