import { z } from 'zod';
import type { UsageItem } from '../../../billing/usage.ts';
import { wireDecimal, wireInteger, wireOptionalTime } from '../../wire-values.ts';
import { featureKey, featureSchema, isMetered } from './feature.ts';

const featureUsageSchema = z.object({
  feature: featureSchema,
  /** null for unlimited; absent it proves nothing. */
  total_limit: wireInteger.nullable(),
  current_usage: wireDecimal,
  next_usage_reset_at: wireOptionalTime,
});

/** The answer of `GET /customers/usage`. */
export const usageSummarySchema = z.compile(
  z.object({
    customer_id: z.string(),
    features: z.array(featureUsageSchema),
  }),
);

/** The metered features of a summary; the other kinds are listed there too, with a quantity of zero. */
export function toUsageItems(
  { features }: z.infer<typeof usageSummarySchema>,
  subscriptionId: string | null,
): readonly UsageItem[] {
  return features
    .filter(({ feature }) => isMetered(feature))
    .map(({ feature, total_limit: limit, current_usage: quantity, next_usage_reset_at }) => ({
      feature: featureKey(feature),
      name: feature.name ?? featureKey(feature),
      unit: feature.unit_plural ?? feature.unit_singular,
      quantity,
      limit,
      unlimited: limit === null,
      remaining: limit?.minus(quantity) ?? null,
      charge: null,
      period: null,
      resetsAt: next_usage_reset_at,
      subscriptionId,
    }));
}
