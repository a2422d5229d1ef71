import { mapBatch } from '../../billing/batch.ts';
import type { CouponReads } from '../../billing/coupon.ts';
import { ProviderError } from '../../billing/provider-error.ts';
import { readChunks } from '../read-chunks.ts';
import { createRowLoader, type RowLoader } from '../row-loader.ts';
import { type FlexpriceClient, path } from './client.ts';
import { toOwnedRows, valueAt } from './owned-rows.ts';
import type { SubscriptionRows } from './subscription-rows.ts';
import {
  couponAssociationOwnerSchema,
  couponAssociationSchema,
  toAppliedCoupon,
  type WireCouponAssociation,
} from './wire/coupon.ts';

/** `GET /coupons/associations` refuses more subscription ids than this. */
export const largestChunk = 100;

/** Coupons by way of the subscriptions: Flexprice gives none to a customer as such. */
export function createCouponReads(client: FlexpriceClient, subscriptions: SubscriptionRows): CouponReads {
  const associationRows = createAssociationRows(client);
  return {
    async ofCustomers(keys, { includeInactive }, call) {
      const owned = await (includeInactive ? subscriptions.all : subscriptions.live).load(keys, call);
      const ids = [...owned.values()].flatMap((rows) =>
        rows instanceof ProviderError ? [] : rows.map(({ id }) => id),
      );
      const associations = await associationRows.load(ids, call);
      const now = call.now();
      return mapBatch(owned, (rows) =>
        rows
          .flatMap((subscription) =>
            (valueAt(associations, subscription.id) ?? []).map((row) =>
              toAppliedCoupon(row, subscription, now),
            ),
          )
          .filter(({ status }) => includeInactive || status === 'ACTIVE'),
      );
    },
  };
}

/** Coupon associations by subscription id. */
function createAssociationRows(client: FlexpriceClient): RowLoader<readonly WireCouponAssociation[]> {
  const owned = {
    provider: client.provider,
    ownerSchema: couponAssociationOwnerSchema,
    rowSchema: couponAssociationSchema,
  };
  return createRowLoader(async (ids, call) => {
    // One chunk is what was foreseen for the subscriptions of few customers.
    const further = Math.ceil(ids.length / largestChunk) - 1;
    if (further > 0) call.budget?.extend(client.provider, further);
    return readChunks(ids, largestChunk, async (subscription_ids) => {
      const rows = await client.list(path`/coupons/associations`, { subscription_ids }, call);
      return toOwnedRows(rows, { ...owned, owners: subscription_ids });
    });
  });
}
