import type { SandboxAnswer, SandboxRequest } from '../http-server.ts';
import type { Routes } from '../router.ts';
import { ok } from './answer.ts';
import {
  type AppliedCoupon,
  appliedCouponListItem,
  appliedCouponObject,
  couponOf,
} from './applied-coupon.ts';
import { type Coupon, frequencies } from './coupon.ts';
import { currencies } from './currencies.ts';
import type { Customer } from './customer.ts';
import { forCustomer } from './customer-routes.ts';
import { type Decimal, parseDecimal } from './decimal.ts';
import { type Complaints, invalid, notAllowed, notFound, parameterMissing } from './errors.ts';
import { listPage } from './paging.ts';
import { readList, readText } from './query.ts';
import { type JsonObject, readIntegerField, readRoot, readTextField } from './request-body.ts';
import { findCustomer, type LagoStore, ownerOf } from './store.ts';

/** Coupons given to customers. */
export function appliedCouponRoutes(store: LagoStore): Routes {
  return {
    'GET /applied_coupons': ({ query }) => {
      const owner = readText(query, 'external_customer_id');
      const rows = store.appliedCoupons.all().filter((row) => ownerOf(store, row).deleted_at === null);
      return list(
        owner === null ? rows : rows.filter((row) => ownerOf(store, row).external_id === owner),
        query,
        store,
      );
    },
    'GET /customers/:customer/applied_coupons': forCustomer(store, (customer, { query }) =>
      list(appliedTo(customer, store), query, store),
    ),
    'POST /applied_coupons': (request) => applyCoupon(request, store),
    'DELETE /customers/:customer/applied_coupons/:id': forCustomer(store, (customer, _request, { id }) => {
      const row = appliedTo(customer, store).find(({ lago_id }) => lago_id === id);
      return row === undefined ? notFound('applied_coupon') : terminateAppliedCoupon(row, store);
    }),
  };
}

function appliedTo(customer: Customer, store: LagoStore): readonly AppliedCoupon[] {
  return store.appliedCoupons.all().filter((row) => row.lago_customer_id === customer.lago_id);
}

/** An unknown `status` is ignored. */
function list(rows: readonly AppliedCoupon[], query: URLSearchParams, store: LagoStore): SandboxAnswer {
  const status = readText(query, 'status');
  const codes = readList(query, 'coupon_code');
  const items = rows
    .filter((row) => (status !== 'active' && status !== 'terminated') || row.status === status)
    .filter((row) => codes === null || codes.includes(row.coupon_code));
  return listPage({ collection: 'applied_coupons', items, query }, (row) =>
    appliedCouponListItem(row, store),
  );
}

/** Nothing is deleted, and doing it again changes nothing. */
function terminateAppliedCoupon(row: AppliedCoupon, store: LagoStore): SandboxAnswer {
  const terminated: AppliedCoupon =
    row.status === 'terminated' ? row : { ...row, status: 'terminated', terminated_at: store.now() };
  store.appliedCoupons.save(terminated);
  return ok({ applied_coupon: appliedCouponObject(terminated, store) });
}

function applyCoupon(request: SandboxRequest, store: LagoStore): SandboxAnswer {
  const input = readRoot(request, 'applied_coupon');
  if (input === null) return parameterMissing('applied_coupon');
  const customer = findCustomer(store, readTextField(input, 'external_customer_id') ?? '');
  if (customer === null) return notFound('customer');
  const code = readTextField(input, 'coupon_code');
  const coupon = store.catalog.coupons.find((each) => each.code === code);
  if (!coupon || coupon.terminated_at !== null || coupon.deleted_at !== null) return notFound('coupon');

  const applied = appliedTo(customer, store);
  if (!coupon.reusable && applied.some((row) => row.coupon_code === coupon.code))
    return invalid({ coupon: ['coupon_is_not_reusable'] });
  if (applied.some((row) => row.status === 'active' && sharesPlan(coupon, couponOf(row, store))))
    return notAllowed('plan_overlapping');

  const row = newAppliedCoupon(customer, coupon, input, store);
  const complaints = complaintsAbout(row);
  if (Object.keys(complaints).length > 0) return invalid(complaints);
  store.appliedCoupons.save(row);
  if (customer.currency === null && row.amount_currency !== null)
    store.customers.save({ ...customer, currency: row.amount_currency });
  return ok({ applied_coupon: appliedCouponObject(row, store) });
}

function sharesPlan(coupon: Coupon, other: Coupon): boolean {
  return coupon.plan_codes.some((code) => other.plan_codes.includes(code));
}

/** What the input says goes before what the coupon says. */
function newAppliedCoupon(
  customer: Customer,
  coupon: Coupon,
  input: JsonObject,
  store: LagoStore,
): AppliedCoupon {
  const frequency = frequencies.find((each) => each === input.frequency) ?? coupon.frequency;
  const duration = readIntegerField(input, 'frequency_duration') ?? coupon.frequency_duration;
  const periods = frequency === 'recurring' ? duration : null;
  return {
    lago_id: store.newId('applied-coupon'),
    coupon_code: coupon.code,
    lago_customer_id: customer.lago_id,
    status: 'active',
    amount_cents: readIntegerField(input, 'amount_cents') ?? coupon.amount_cents,
    amount_currency: readTextField(input, 'amount_currency') ?? coupon.amount_currency,
    percentage_rate: readRate(input) ?? coupon.percentage_rate,
    frequency,
    frequency_duration: periods,
    frequency_duration_remaining: periods,
    created_at: store.now(),
    terminated_at: null,
    credits: [],
  };
}

function readRate(input: JsonObject): Decimal | null {
  return parseDecimal(readTextField(input, 'percentage_rate') ?? '');
}

function complaintsAbout(row: AppliedCoupon): Complaints {
  const { amount_cents, amount_currency, frequency, frequency_duration } = row;
  return {
    ...(amount_cents !== null && amount_cents <= 0 ? { amount_cents: ['value_is_out_of_range'] } : {}),
    ...(amount_currency !== null && !currencies.includes(amount_currency)
      ? { amount_currency: ['value_is_invalid'] }
      : {}),
    ...(frequency === 'recurring' && frequency_duration === null
      ? { frequency_duration: ['value_is_mandatory'] }
      : {}),
  };
}
