import type { UsageItem } from '../../billing/usage.ts';

/** One item per feature from the items of several subscriptions, in the order in which the features come first. */
export function mergeUsage(itemsBySubscription: readonly (readonly UsageItem[])[]): readonly UsageItem[] {
  const merged = new Map<string, UsageItem>();
  for (const item of itemsBySubscription.flat()) {
    const known = merged.get(item.feature);
    merged.set(item.feature, known === undefined ? { ...item, subscriptionId: null } : add(known, item));
  }
  return [...merged.values()];
}

/** A limit of null is "unlimited" here, and makes the sum unlimited. */
function add(one: UsageItem, other: UsageItem): UsageItem {
  const quantity = one.quantity.plus(other.quantity);
  const limit = one.limit === null || other.limit === null ? null : one.limit.plus(other.limit);
  return {
    ...one,
    quantity,
    limit,
    unlimited: limit === null,
    remaining: limit?.minus(quantity) ?? null,
    resetsAt: earlier(one.resetsAt, other.resetsAt),
  };
}

function earlier(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return other < one ? other : one;
}
