import { z } from 'zod';
import type { PricedRead } from '../../billing/call-cost.ts';
import { balancePartsOf, settledMoney, upcomingGrantPartsOf } from '../selected-parts.ts';
import type { Selection } from '../selection.ts';
import { type SelectedField, selectedBelow } from './selected-field.ts';

/** What is read of each of the customers below a field. */
export interface CustomerReads {
  /** As soon as the customers are known. */
  readonly now: readonly PricedRead[];
  /** Once a first answer is there. */
  readonly later: readonly PricedRead[];
}

const nothing: CustomerReads = { now: [], later: [] };

/** What the selection below a field reads of the customers in it, whether they are one or many. */
export function readsBelow(field: Selection): CustomerReads {
  const reads = selectedBelow(field).flatMap((child) => [
    readsOf(child),
    child.parent === 'Customer' ? nothing : readsBelow(child),
  ]);
  return { now: reads.flatMap(({ now }) => now), later: reads.flatMap(({ later }) => later) };
}

function readsOf(field: SelectedField): CustomerReads {
  if (field.parent === 'Customer') return readsOfCustomerField(field);
  return field.parent === 'Account' ? readsOfAccountField(field) : nothing;
}

const allSubscriptions = { subscriptionId: null };

/** Usage is read where there is an entitlement with a limit. */
const entitlementCheck: CustomerReads = {
  now: [{ kind: 'entitlements' }],
  later: [{ kind: 'usage', ...allSubscriptions }],
};

function readsOfAccountField({ name }: SelectedField): CustomerReads {
  switch (name) {
    case 'balances':
      return only({ kind: 'balance', ...settledMoney });
    case 'entitlement':
      return entitlementCheck;
    default:
      return nothing;
  }
}

/** The schema has checked the arguments; absent and null are the same. */
const usageArguments = z.object({ subscriptionId: z.string().nullable().default(null) });
const pastUsageArguments = usageArguments.extend({ periods: z.int().nullable().default(null) });
const activityArguments = z.object({
  includeInactive: z
    .boolean()
    .nullish()
    .transform((value) => value ?? false),
});

function readsOfCustomerField(field: SelectedField): CustomerReads {
  switch (field.name) {
    case 'usage':
      return only({ kind: 'usage', ...usageArguments.parse(field.arguments) });
    case 'pastUsage':
      return only({ kind: 'pastUsage', ...pastUsageArguments.parse(field.arguments) });
    case 'entitlements':
      return only({ kind: 'entitlements' });
    case 'entitlement':
      return entitlementCheck;
    case 'upcomingGrants':
      return only({ kind: 'upcomingGrants', ...upcomingGrantPartsOf(field) });
    case 'coupons':
      return only({ kind: 'coupons', ...activityArguments.parse(field.arguments) });
    case 'balance':
      return only({ kind: 'balance', ...balancePartsOf(field) });
    case 'subscriptions':
      return only({ kind: 'subscriptions', ...activityArguments.parse(field.arguments) });
    default:
      return nothing;
  }
}

function only(read: PricedRead): CustomerReads {
  return { now: [read], later: [] };
}
