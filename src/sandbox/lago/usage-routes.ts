import type { SandboxAnswer, SandboxRequest } from '../http-server.ts';
import type { Routes } from '../router.ts';
import { ok } from './answer.ts';
import { type ChargeUsageView, chargesUsage, usageCents } from './charge-usage.ts';
import { applicableTimezone, type Customer } from './customer.ts';
import { forbidden, invalid, notAllowed, notFound } from './errors.ts';
import { formatDate, localDateOf } from './local-date.ts';
import { listPage } from './paging.ts';
import type { Charge, Plan } from './plan.ts';
import { readMap, readScalar, readText } from './query.ts';
import { isObject } from './request-body.ts';
import { findCustomer, type LagoStore, ownerOf, planOf } from './store.ts';
import { currentPeriodOf, findSubscription, type MeterGroup, type Subscription } from './subscription.ts';
import type { UsagePeriod } from './usage-period.ts';

/** What customers have used. */
export function usageRoutes(store: LagoStore): Routes {
  return {
    'GET /customers/:customer/current_usage': ({ query }, { customer = '' }) => {
      const found = findCustomer(store, customer);
      // Not `customer_not_found`: the record is looked up in a way that only the framework answers for.
      return found === null ? notFound('resource') : currentUsage(found, query, store);
    },
    'GET /customers/:customer/projected_usage': () => forbidden('projected_usage_not_enabled'),
    'GET /customers/:customer/past_usage': (request, { customer = '' }) =>
      pastUsage(customer, request, store),
  };
}

function currentUsage(customer: Customer, query: URLSearchParams, store: LagoStore): SandboxAnswer {
  const row = findSubscription(store, readScalar(query, 'external_subscription_id') ?? '', 'active');
  if (row === null || row.lago_customer_id !== customer.lago_id) return notAllowed('no_active_subscription');
  // Needs an add-on that this account does not have.
  if (readText(query, 'full_usage') === 'true') return notAllowed('full_usage_not_allowed');
  const plan = planOf(store, row);
  const charges = filterCharges(plan, query);
  if (charges.length === 0 && plan.charges.length > 0) return notFound('charge');

  const { from, to } = currentPeriodOf(row, store);
  const amount = usageCents(plan, charges, row.meters);
  const taxes = readText(query, 'apply_taxes') === 'false' ? 0 : taxesOn(amount, customer, store);
  const timezone = applicableTimezone(customer, store.catalog.billingEntities);
  return ok({
    customer_usage: {
      from_datetime: from,
      to_datetime: to,
      issuing_date: formatDate(localDateOf(to, timezone)),
      currency: plan.amount_currency,
      amount_cents: amount,
      total_amount_cents: amount + taxes,
      taxes_amount_cents: taxes,
      lago_invoice_id: null,
      charges_usage: chargesUsage(plan, row.meters, readView(charges, query)),
    },
  });
}

/** The first parameter that is there wins. */
function filterCharges({ charges }: Plan, query: URLSearchParams): readonly Charge[] {
  const ways: readonly (readonly [string, string, (charge: Charge) => string])[] = [
    ['charge_id', 'filter_by_charge_id', ({ lago_id }) => lago_id],
    ['charge_code', 'filter_by_charge_code', ({ code }) => code],
    ['billable_metric_code', 'filter_by_metric_code', ({ metric }) => metric.code],
  ];
  for (const [name, alias, read] of ways) {
    const wanted = readText(query, name) ?? readText(query, alias);
    if (wanted !== null) return charges.filter((charge) => read(charge) === wanted);
  }
  return charges;
}

function readView(charges: readonly Charge[], query: URLSearchParams): ChargeUsageView {
  const wanted = [...readGroup(query, 'group'), ...readGroup(query, 'filter_by_group')];
  const showsGroup = ({ grouped_by }: MeterGroup) =>
    readText(query, 'skip_grouping') !== 'true' && wanted.every(([key, value]) => grouped_by[key] === value);
  return { charges, showsGroup, showsPresentation: readText(query, 'filter_by_presentation') !== '[]' };
}

/** A map parameter, or the same as a JSON string. */
function readGroup(query: URLSearchParams, name: string): readonly (readonly [string, unknown])[] {
  const text = readText(query, name);
  if (text === null) return [...readMap(query, name)];
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? Object.entries(value) : [];
  } catch {
    return [];
  }
}

function taxesOn(amount: number, { tax_codes }: Customer, { catalog }: LagoStore): number {
  return catalog.taxes
    .filter(({ code }) => tax_codes.includes(code))
    .reduce((total, { rate }) => total + Math.round((amount * rate) / 100), 0);
}

/** Knows no missing customer or subscription: either is an empty list. */
function pastUsage(externalId: string, { query }: SandboxRequest, store: LagoStore): SandboxAnswer {
  const subscription = readText(query, 'external_subscription_id');
  if (subscription === null) return invalid({ external_subscription_id: ['value_is_mandatory'] });
  const metric = readText(query, 'billable_metric_code');
  if (metric !== null && !store.catalog.metrics.some(({ code }) => code === metric))
    return notFound('billable_metric');

  const billed = store.usagePeriods.all().flatMap((period) => {
    const row = store.subscriptions.find(period.subscription);
    const matches = row?.external_id === subscription && ownerOf(store, row).external_id === externalId;
    return matches ? [{ period, row }] : [];
  });
  const items = billed.sort((one, other) => other.period.from.getTime() - one.period.from.getTime());
  const sizeParameter = readText(query, 'periods_count') === null ? 'per_page' : 'periods_count';
  return listPage({ collection: 'usage_periods', items, query, sizeParameter }, ({ period, row }) =>
    usagePeriodObject(period, row, metric, store),
  );
}

function usagePeriodObject(
  period: UsagePeriod,
  row: Subscription,
  metric: string | null,
  store: LagoStore,
): object {
  const plan = planOf(store, row);
  const charges = plan.charges.filter((charge) => metric === null || charge.metric.code === metric);
  return {
    from_datetime: period.from,
    to_datetime: period.to,
    issuing_date: period.issuing_date,
    currency: plan.amount_currency,
    amount_cents: period.amount_cents,
    total_amount_cents: period.amount_cents + period.taxes_amount_cents,
    taxes_amount_cents: period.taxes_amount_cents,
    lago_invoice_id: period.lago_id,
    charges_usage: chargesUsage(plan, period.meters, {
      charges,
      showsGroup: () => true,
      showsPresentation: true,
    }),
  };
}
