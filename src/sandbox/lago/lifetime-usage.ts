import type { SandboxAnswer } from '../http-server.ts';
import { uuidOf } from '../ids.ts';
import { ok } from './answer.ts';
import { usageCents } from './charge-usage.ts';
import { notFound } from './errors.ts';
import type { Plan } from './plan.ts';
import { type LagoStore, planOf } from './store.ts';
import { findSubscription } from './subscription.ts';

/** What a subscription has used since it began. Plans that meter nothing have no such figure. */
export function lifetimeUsage(externalId: string, store: LagoStore): SandboxAnswer {
  const row = findSubscription(store, externalId, 'active');
  if (row === null) return notFound('subscription');
  const plan = planOf(store, row);
  if (plan.charges.length === 0) return notFound('lifetime_usage');

  const current = usageCents(plan, plan.charges, row.meters);
  const invoiced = store.usagePeriods
    .all()
    .filter(({ subscription }) => subscription === row.lago_id)
    .reduce((total, { meters }) => total + usageCents(plan, plan.charges, meters), 0);
  return ok({
    lifetime_usage: {
      lago_id: uuidOf(`lago:lifetime-usage:${row.lago_id}`),
      lago_subscription_id: row.lago_id,
      external_subscription_id: row.external_id,
      external_historical_usage_amount_cents: 0,
      invoiced_usage_amount_cents: invoiced,
      current_usage_amount_cents: current,
      from_datetime: row.subscription_at,
      to_datetime: store.now(),
      ...thresholds(plan, current + invoiced, store.now()),
    },
  });
}

/** Only plans with progressive billing have thresholds. When one was reached is not kept, so it is always just now. */
function thresholds({ usage_thresholds }: Plan, total: number, now: Date): object {
  if (usage_thresholds.length === 0) return {};
  return {
    usage_thresholds: usage_thresholds.map(({ amount_cents }) => ({
      amount_cents,
      completion_ratio: Math.min(1, total / amount_cents),
      reached_at: total < amount_cents ? null : now,
    })),
  };
}
