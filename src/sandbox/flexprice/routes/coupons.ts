import type { Routes } from '../../router.ts';
import { answerJson } from '../answers.ts';
import { baseColumns } from '../listing/columns.ts';
import { readExpansions, readListRequest } from '../listing/list-request.ts';
import { isAmong, type Page, selectRows, toPage } from '../listing/select-rows.ts';
import { notFound } from '../refusal.ts';
import { readBodyFields } from '../request/body-fields.ts';
import type { Fields } from '../request/fields.ts';
import type { CouponRow } from '../rows/coupon.ts';
import type { Store } from '../store.ts';

const columns = [
  ...baseColumns,
  'name',
  'redeem_after',
  'redeem_before',
  'max_redemptions',
  'total_redemptions',
  'rules',
  'amount_off',
  'percentage_off',
  'type',
  'cadence',
  'duration_in_periods',
  'currency',
  'coupon_code',
  'metadata',
] as const;

/** The reads of coupon definitions. */
export function couponRoutes(store: Store): Routes {
  return {
    'POST /coupons/search': ({ body }) => answerJson(200, search(store, readBodyFields(body))),
    'GET /coupons/:id': (_, { id = '' }) => {
      const coupon = store.coupons.find((row) => row.id === id);
      if (coupon === undefined) throw notFound(`There is no coupon ${id}`, { coupon_id: id });
      return answerJson(200, coupon);
    },
  };
}

/** Unlike most lists, this one tells the offset that was asked for. */
function search(store: Store, fields: Fields): Page<CouponRow> {
  const request = readListRequest(fields);
  readExpansions(fields, []);
  const hasId = isAmong(fields.texts('coupon_ids'));
  const hasCode = isAmong(fields.texts('coupon_codes'));
  const table = { rows: store.coupons, columns, checksConditions: true, tossCoin: store.tossCoin };
  const matches = (row: CouponRow) => hasId(row.id) && hasCode(row.coupon_code ?? '');
  const page = toPage(selectRows(table, request).filter(matches), request);
  return { ...page, pagination: { ...page.pagination, offset: request.offset } };
}
