import { mapBatch } from '../../billing/batch.ts';
import type { CouponReads } from '../../billing/coupon.ts';
import type { Query } from '../../http/path.ts';
import type { RowLoader } from '../row-loader.ts';
import { createPageSchema, type LagoClient, path } from './client.ts';
import type { CustomerRow } from './customers.ts';
import { createOwnedRows, type OwnedList } from './owned-rows.ts';
import { appliedCouponSchema, toAppliedCoupon, type WireAppliedCoupon } from './wire/coupon.ts';

const pageSchema = createPageSchema('applied_coupons');

/** Coupons applied to customers; without a filter Lago also lists those that were taken away or used up. */
export function createCouponReads(client: LagoClient, customers: RowLoader<CustomerRow>): CouponReads {
  const active = createOwnedRows(client, customers, listOf({ status: 'active' }));
  const all = createOwnedRows(client, customers, listOf({}));
  return {
    async ofCustomers(keys, { includeInactive }, call) {
      const batch = await (includeInactive ? all : active).load(keys, call);
      return mapBatch(batch, (rows) =>
        rows
          .map((row) => toAppliedCoupon(row))
          .filter(({ status }) => includeInactive || status === 'ACTIVE'),
      );
    },
  };
}

function listOf(query: Query): OwnedList<WireAppliedCoupon> {
  return {
    ofAccount: path`/applied_coupons`,
    ofCustomer: (customer) => path`/customers/${customer}/applied_coupons`,
    query,
    pageSchema,
    rowSchema: appliedCouponSchema,
  };
}
