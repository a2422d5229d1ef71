import { z } from 'zod';
import type { Decimal } from '../../../billing/decimal.ts';
import type { UpcomingGrant } from '../../../billing/upcoming-grant.ts';
import { wireInteger, wireOptionalText, wireOptionalTime, wireTime } from '../../wire-values.ts';
import { benefitSchema, type MeterCredit, toMeterCredit, type WireBenefit } from './benefit.ts';
import { meterLabelsSchema } from './meter.ts';

/** Subscriptions with what decides about their next credits. */
export const grantingSubscriptionsSchema = z.compile(
  z.array(
    z.object({
      id: z.string(),
      status: z.string(),
      current_period_end: wireTime,
      current_meter_period_end: wireOptionalTime,
      cancel_at_period_end: z.boolean(),
      pause_at_period_end: z.boolean().nullish(),
      seats: wireInteger.nullish(),
      product: z.object({ benefits: z.array(benefitSchema) }),
      pending_update: z.object({ applies_at: wireTime, product_id: wireOptionalText }).nullish(),
      meters: meterLabelsSchema,
      prices: meterLabelsSchema,
    }),
  ),
);

/** One subscription with what decides about its next credits. */
export type WireGrantingSubscription = z.infer<typeof grantingSubscriptionsSchema>[number];

/** Grants by what brought them. */
export const grantOriginsSchema = z.compile(
  z.array(z.object({ benefit_id: z.string(), subscription_id: wireOptionalText })),
);

/** A product's benefits. */
export const productSchema = z.compile(z.object({ benefits: z.array(benefitSchema) }));

/** The next time at which a subscription gives its benefits again. */
export interface NextRun {
  readonly at: Date;
  /** At a renewal or a trial's end the credits come once the order is paid; at a meter's own boundary at once. */
  readonly requiresPayment: boolean;
  /** The product that the subscription will have moved to by then; null where it stays. */
  readonly pendingProductId: string | null;
}

/** The next run after now, or null where the subscription will have ended or paused, or is not in good standing. */
export function toNextRun(subscription: WireGrantingSubscription, now: Date): NextRun | null {
  const { current_period_end: periodEnd, pending_update: pending } = subscription;
  const at = toRunTime(subscription);
  if (at === null || at <= now) return null;
  const isRenewal = at >= periodEnd;
  const stops = subscription.cancel_at_period_end || subscription.pause_at_period_end === true;
  if (stops && isRenewal) return null;
  const changes = pending != null && pending.applies_at <= at;
  return { at, requiresPayment: isRenewal, pendingProductId: changes ? pending.product_id : null };
}

/** A trial ends with its period, since meters have no clock of their own until then. */
function toRunTime(subscription: WireGrantingSubscription): Date | null {
  switch (subscription.status) {
    case 'trialing':
      return subscription.current_period_end;
    case 'active':
      return subscription.current_meter_period_end ?? subscription.current_period_end;
    default:
      return null;
  }
}

/** A benefit that credits a meter. */
export interface CreditBenefit extends MeterCredit {
  readonly id: string;
  readonly name: string;
}

/** Those of the benefits that credit a meter and are still given. */
export function toCreditBenefits(
  provider: string,
  benefits: readonly WireBenefit[],
): readonly CreditBenefit[] {
  return benefits
    .filter(({ type, is_deleted: isDeleted }) => type === 'meter_credit' && isDeleted !== true)
    .map(({ id, description, properties }) => ({
      id,
      name: description,
      ...toMeterCredit(provider, properties),
    }));
}

/** What makes one upcoming grant. */
interface GrantParts {
  readonly subscription: WireGrantingSubscription;
  readonly run: NextRun;
  readonly benefit: CreditBenefit;
  /** How many grants of the benefit the subscription's seats hold. */
  readonly seatGrants: number;
  readonly unit: string | null;
}

/** The credits that one benefit of a subscription brings at its next run, rolled-over ones not counted. */
export function toUpcomingGrant({ subscription, run, benefit, seatGrants, unit }: GrantParts): UpcomingGrant {
  return {
    key: `${subscription.id}:${benefit.id}:${run.at.toISOString()}`,
    name: benefit.name,
    credits: subscription.seats == null ? benefit.units : toSeatCredits(benefit.units, seatGrants),
    unit,
    amount: null,
    scheduledFor: run.at,
    expiresAt: null,
    estimated: true,
    requiresPayment: run.requiresPayment,
    subscriptionId: subscription.id,
  };
}

/** Each seat that holds the benefit is credited; while none does, it is open how many will by then. */
function toSeatCredits(units: Decimal, seatGrants: number): Decimal | null {
  return seatGrants === 0 ? null : units.times(seatGrants);
}
