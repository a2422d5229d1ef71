import type { SandboxAnswer } from '../../http-server.ts';
import type { Routes } from '../../router.ts';
import { answerJson } from '../answers.ts';
import { baseColumns } from '../listing/columns.ts';
import { readExpansions, readListRequest, readTime } from '../listing/list-request.ts';
import { isAmong, selectRows, toPage } from '../listing/select-rows.ts';
import { invalid } from '../refusal.ts';
import type { Fields } from '../request/fields.ts';
import { readQueryFields } from '../request/query-fields.ts';
import type { CouponAssociationRow } from '../rows/coupon.ts';
import type { Store } from '../store.ts';

const expansions = ['coupon', 'subscription_line_items', 'subscription_line_items.prices'] as const;
const mostIds = 100;

/** The reads of the coupons on subscriptions. */
export function couponAssociationRoutes(store: Store): Routes {
  return { 'GET /coupons/associations': ({ query }) => answerAssociations(store, query) };
}

function answerAssociations(store: Store, query: URLSearchParams): SandboxAnswer {
  const fields = readQueryFields(query);
  const request = readListRequest(fields);
  const expansion = readExpansions(fields, expansions);
  const expandsLineItem = [...expansion].some((name) => name.startsWith('subscription_line_items'));
  const table = {
    rows: store.couponAssociations,
    columns: baseColumns,
    checksConditions: true,
    tossCoin: store.tossCoin,
  };
  const keyed = readKeys(fields);
  const inForce = readPeriod(fields, store.now());
  const rows = selectRows(table, request).filter((row) => keyed(row) && inForce(row));
  const page = isUnlimited(query)
    ? {
        items: rows.slice(request.offset),
        pagination: { total: rows.length, limit: 0, offset: request.offset },
      }
    : toPage(rows, request);
  const items = page.items.map((row) => ({
    ...row,
    coupon: store.coupons.find(({ id }) => id === row.coupon_id),
    ...(expandsLineItem ? lineItemOf(store, row) : {}),
  }));
  return answerJson(200, { ...page, items });
}

/** The default limit holds only while none of the common parameters is sent. */
function isUnlimited(query: URLSearchParams): boolean {
  const common = ['offset', 'status', 'order', 'expand'];
  return !query.get('limit') && common.some((name) => query.has(name));
}

function readKeys(fields: Fields): (row: CouponAssociationRow) => boolean {
  const subscriptionIds = fields.texts('subscription_ids');
  const couponIds = fields.texts('coupon_ids');
  for (const [name, ids] of Object.entries({ subscription_ids: subscriptionIds, coupon_ids: couponIds })) {
    if ((ids ?? []).length > mostIds) throw invalid(`${name} holds more than ${mostIds} ids`);
  }
  const hasSubscription = isAmong(subscriptionIds);
  const hasCoupon = isAmong(couponIds);
  const hasLineItem = isAmong(fields.texts('subscription_line_item_ids'));
  const hasPhase = isAmong(fields.texts('subscription_phase_ids'));
  return (row) =>
    hasSubscription(row.subscription_id) &&
    hasCoupon(row.coupon_id) &&
    hasLineItem(row.subscription_line_item_id ?? '') &&
    hasPhase(row.subscription_phase_id ?? '');
}

/** With `active_only`, what overlaps the period asked for, by default this instant; what lasts no time never does. */
function readPeriod(fields: Fields, now: Date): (row: CouponAssociationRow) => boolean {
  const start = readTime(fields, 'period_start') ?? now;
  const end = readTime(fields, 'period_end') ?? now;
  if (!(fields.flag('active_only') ?? false)) return () => true;
  return ({ start_date, end_date }) => {
    if (new Date(start_date) > end) return false;
    if (end_date === undefined) return true;
    return new Date(end_date) >= start && Date.parse(end_date) !== Date.parse(start_date);
  };
}

function lineItemOf(store: Store, { subscription_line_item_id }: CouponAssociationRow): object {
  const lineItem = store.lineItems.find(({ id }) => id === subscription_line_item_id);
  return lineItem === undefined ? {} : { subscription_line_item: lineItem };
}
