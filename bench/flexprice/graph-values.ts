import { toGlobalId } from '../people.ts';
import type {
  WireAssociation,
  WireCreditGrant,
  WireCustomer,
  WireGrantedFeature,
  WireSubscription,
  WireUpcomingGrant,
  WireUsage,
  WireWallet,
} from './wire.ts';

// The fields that the workloads select, and no others: the floor writes them as they are. Numbers go through doubles,
// which is right for the figures of the stub and would not be for anybody's money.

/** A customer without the fields that are asked for apart. */
export function toCustomer({ id, external_id, name, email }: WireCustomer) {
  return { id: toGlobalId('flexprice', id), externalId: external_id, name, email };
}

/** The metered features of a customer's usage. */
export function toUsage({ features }: WireUsage) {
  return {
    items: features
      .filter(({ feature }) => feature.type === 'metered')
      .map(({ feature, total_limit: limit, current_usage: quantity, next_usage_reset_at }) => ({
        feature: feature.lookup_key,
        name: feature.name,
        unit: feature.unit_plural,
        quantity,
        limit: limit === null ? null : String(limit),
        remaining: limit === null ? null : String(limit - Number(quantity)),
        unlimited: limit === null,
        resetsAt: toTime(next_usage_reset_at),
      })),
  };
}

/** An entitlement. */
function toEntitlement({ feature, entitlement }: WireGrantedFeature) {
  const limit = entitlement.usage_limit ?? null;
  return {
    feature: feature.lookup_key,
    name: feature.name,
    kind: feature.type.toUpperCase(),
    enabled: entitlement.is_enabled,
    limit: limit === null ? null : String(limit),
    unlimited: feature.type === 'metered' && limit === null,
    softLimit: entitlement.is_soft_limit,
    resetPeriod: entitlement.usage_reset_period ?? null,
  };
}

/** The entitlements that a customer's subscriptions tell. */
export function toEntitlements(subscriptions: readonly WireSubscription[]) {
  return subscriptions[0]?.entitlements?.map(toEntitlement) ?? [];
}

/** An upcoming grant, given its definition and the customer's subscriptions. */
export function toUpcomingGrant(
  grant: WireUpcomingGrant,
  definition: WireCreditGrant | undefined,
  subscriptions: readonly WireSubscription[],
) {
  const currency = subscriptions.find(({ id }) => id === grant.subscription_id)?.currency;
  return {
    name: definition?.name ?? null,
    credits: grant.credits,
    amount:
      definition === undefined || currency === undefined
        ? null
        : toMoney(String(Number(grant.credits) * Number(definition.conversion_rate)), currency),
    scheduledFor: toTime(grant.scheduled_for),
    expiresAt: toTime(grant.period_end),
  };
}

/** A coupon of a live subscription. */
export function toCoupon({ coupon, end_date }: WireAssociation) {
  const isPercentage = coupon.type === 'percentage';
  return {
    couponId: coupon.id,
    code: coupon.coupon_code,
    name: coupon.name,
    kind: isPercentage ? 'PERCENTAGE' : 'FIXED',
    percentOff: isPercentage ? coupon.percentage_off : null,
    amountOff: isPercentage ? null : toMoney(coupon.amount_off, coupon.currency),
    duration: coupon.cadence.toUpperCase(),
    status: 'ACTIVE',
    expiresAt: toTime(end_date ?? null),
  };
}

/** The balance over a customer's wallets. */
export function toBalance(rows: readonly WireWallet[]) {
  return {
    settled: toSums(rows.map(({ balance, currency }) => toMoney(balance, currency))),
    credits: toCredits(rows),
    wallets: rows.map(({ name, wallet_status, balance, credit_balance, currency }) => ({
      name,
      status: wallet_status,
      settled: toMoney(balance, currency),
      credits: credit_balance,
    })),
  };
}

/** The same with the live figures. */
export function toLiveBalance(rows: readonly WireWallet[]) {
  const { settled, credits, wallets } = toBalance(rows);
  const live = toSums(
    rows.map(({ real_time_balance = '0', currency }) => toMoney(real_time_balance, currency)),
  );
  return { settled, live, credits, wallets };
}

interface Money {
  readonly amount: string;
  readonly currency: string;
}

function toMoney(amount: string, currency: string): Money {
  return { amount, currency: currency.toUpperCase() };
}

function toSums(amounts: readonly Money[]): readonly Money[] {
  const sums = new Map<string, number>();
  for (const { amount, currency } of amounts) sums.set(currency, (sums.get(currency) ?? 0) + Number(amount));
  return Array.from(sums, ([currency, amount]) => ({ amount: String(amount), currency }));
}

function toCredits(rows: readonly WireWallet[]) {
  if (rows.length === 0) return [];
  const total = rows.reduce((sum, { credit_balance }) => sum + Number(credit_balance), 0);
  return [{ unit: 'credits', balance: String(total) }];
}

function toTime(text: string | null): string | null {
  return text === null ? null : new Date(text).toISOString();
}
