import { z } from 'zod';
import { type Decimal, zero } from '../../../billing/decimal.ts';
import { soonestFirst, type UpcomingGrant } from '../../../billing/upcoming-grant.ts';
import { wireDecimal, wireOptionalText, wireOptionalTime } from '../../wire-values.ts';
import { type IntervalRun, nextIntervalRun } from '../next-interval-run.ts';
import type { WireWallet } from './wallet.ts';

const recurringRuleSchema = z.object({
  lago_id: z.string(),
  status: z.string(),
  trigger: z.string(),
  method: z.string(),
  /** Means nothing with the trigger "threshold". */
  interval: wireOptionalText,
  granted_credits: wireDecimal,
  paid_credits: wireDecimal,
  grants_target_top_up: z.boolean().nullish(),
  started_at: wireOptionalTime,
  expiration_at: wireOptionalTime,
  transaction_name: wireOptionalText,
});

/** A wallet's `recurring_transaction_rules`. */
export const recurringRulesSchema = z.compile(z.array(recurringRuleSchema));

type WireRecurringRule = z.infer<typeof recurringRuleSchema>;

/** An active wallet with one of its rules. */
export interface RecurringTopUp {
  readonly wallet: WireWallet;
  readonly rule: WireRecurringRule;
}

/** Whether the rule runs on days that can be told; the others wait for a balance to sink. */
export function isScheduled({ rule }: RecurringTopUp): boolean {
  return rule.status === 'active' && rule.trigger === 'interval' && rule.interval !== null;
}

/** The next grants of the scheduled rules, soonest first, for a customer whose days begin in `timezone`. */
export function toUpcomingGrants(
  topUps: readonly RecurringTopUp[],
  timezone: string,
  now: Date,
): readonly UpcomingGrant[] {
  const grants = topUps.filter(isScheduled).flatMap((topUp) => {
    const run = nextRun(topUp, timezone, now);
    return run === null ? [] : toGrants(topUp, run);
  });
  return soonestFirst(grants);
}

function nextRun({ wallet, rule }: RecurringTopUp, timezone: string, now: Date): IntervalRun | null {
  const schedule = {
    interval: rule.interval ?? '',
    anchor: rule.started_at ?? wallet.created_at,
    walletCreatedAt: wallet.created_at,
    timezone,
  };
  const run = nextIntervalRun(schedule, now);
  const expired = [rule.expiration_at, wallet.expiration_at].some(
    (end) => run !== null && end !== null && run.at >= end,
  );
  return expired ? null : run;
}

/** Free credits and credits to be paid come apart; a target's number is only known when the rule runs. */
function toGrants({ wallet, rule }: RecurringTopUp, run: IntervalRun): readonly UpcomingGrant[] {
  const grant = (part: 'granted' | 'paid' | 'target', credits: Decimal | null, requiresPayment: boolean) => ({
    key: `${rule.lago_id}:${run.day}:${part}`,
    name: rule.transaction_name ?? wallet.name ?? wallet.code,
    credits,
    unit: 'credits',
    amount: credits && { amount: credits.times(wallet.rate_amount), currency: wallet.currency },
    scheduledFor: run.at,
    expiresAt: wallet.expiration_at,
    estimated: true,
    requiresPayment,
    subscriptionId: null,
  });
  switch (rule.method) {
    case 'fixed':
      return [
        ...(rule.granted_credits.gt(zero) ? [grant('granted', rule.granted_credits, false)] : []),
        ...(rule.paid_credits.gt(zero) ? [grant('paid', rule.paid_credits, true)] : []),
      ];
    case 'target':
      return [grant('target', null, rule.grants_target_top_up !== true)];
    default:
      return [];
  }
}
