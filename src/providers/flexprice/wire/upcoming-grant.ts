import { DateTime, type DurationLike } from 'luxon';
import { z } from 'zod';
import type { Money } from '../../../billing/money.ts';
import type { UpcomingGrant } from '../../../billing/upcoming-grant.ts';
import { wireDecimal, wireOptionalText, wireOptionalTime, wireTime } from '../../wire-values.ts';
import type { WireCreditGrant } from './credit-grant.ts';

const grantApplicationSchema = z.object({
  id: z.string().min(1),
  credit_grant_id: z.string().min(1),
  subscription_id: wireOptionalText,
  scheduled_for: wireTime,
  period_end: wireOptionalTime,
  credits: wireDecimal,
});

/** One planned run of a credit grant. */
export type WireGrantApplication = z.infer<typeof grantApplicationSchema>;

/** The answer of `GET /customers/{id}/grants/upcoming`: a list without pages, and without the customer's id. */
export const upcomingGrantListSchema = z.compile(
  z.object({ items: z.array(grantApplicationSchema).nullable() }),
);

/** What an application's own row does not tell; null where it is unknown or was not asked for. */
export interface GrantContext {
  readonly definition: WireCreditGrant | null;
  /** That of the grant's subscription. */
  readonly currency: string | null;
}

/** The upcoming grant of an application. */
export function toUpcomingGrant(
  row: WireGrantApplication,
  { definition, currency }: GrantContext,
): UpcomingGrant {
  return {
    key: row.id,
    name: definition?.name ?? null,
    credits: row.credits,
    unit: 'credits',
    amount: toAmount(row, definition, currency),
    scheduledFor: row.scheduled_for,
    expiresAt: definition === null ? null : toExpiry(row, definition),
    estimated: false,
    requiresPayment: false,
    subscriptionId: row.subscription_id,
  };
}

function toAmount(
  { credits }: WireGrantApplication,
  definition: WireCreditGrant | null,
  currency: string | null,
): Money | null {
  const rate = definition?.conversion_rate ?? null;
  return rate === null || currency === null ? null : { amount: credits.times(rate), currency };
}

function toExpiry(row: WireGrantApplication, definition: WireCreditGrant): Date | null {
  switch (definition.expiration_type) {
    case 'BILLING_CYCLE':
      return row.period_end;
    case 'DURATION': {
      const term = toTerm(definition.expiration_duration ?? null, definition.expiration_duration_unit);
      if (term === null) return null;
      return DateTime.fromJSDate(row.scheduled_for, { zone: 'utc' }).plus(term).toJSDate();
    }
    default:
      return null;
  }
}

function toTerm(count: number | null, unit: string | null): DurationLike | null {
  if (count === null) return null;
  switch (unit) {
    case 'DAY':
      return { days: count };
    case 'WEEK':
      return { weeks: count };
    case 'MONTH':
      return { months: count };
    case 'YEAR':
      return { years: count };
    default:
      return null;
  }
}
