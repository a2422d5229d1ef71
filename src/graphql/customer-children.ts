import type { Loaders } from '../loaders/create-loaders.ts';
import type { ProviderLoader } from '../loaders/provider-loader.ts';
import { badUserInput, checkId } from './bad-user-input.ts';
import { balancePartsOf, upcomingGrantPartsOf } from './selected-parts.ts';
import type { Selection } from './selection.ts';

/** A field of a customer that is asked of its provider. */
export interface ChildField {
  /** As its resolver gets them: the schema has checked their types. */
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly selection: Selection;
}

type ChildLoaders = Omit<Loaders, 'customer' | 'customerByExternalId'>;

/**
 * The loader that each field of a customer is read through: for its resolver, and for whoever starts the read before there
 * is a customer to resolve it of. Throws BAD_USER_INPUT where an argument is wrong.
 */
export const childLoaders = {
  usage: ({ arguments: { subscriptionId } }: ChildField, loaders: ChildLoaders) =>
    loaders.usage({ subscriptionId: checkSubscriptionId(subscriptionId) }),

  pastUsage: ({ arguments: { subscriptionId, periods } }: ChildField, loaders: ChildLoaders) =>
    loaders.pastUsage({
      subscriptionId: checkSubscriptionId(subscriptionId),
      periods: checkPeriods(periods),
    }),

  entitlements: (_field: ChildField, loaders: ChildLoaders) => loaders.entitlements(),

  /** Usage comes after it, where it is needed. */
  entitlement: (_field: ChildField, loaders: ChildLoaders) => loaders.entitlements(),

  upcomingGrants: ({ selection }: ChildField, loaders: ChildLoaders) =>
    loaders.upcomingGrants(upcomingGrantPartsOf(selection)),

  coupons: ({ arguments: { includeInactive } }: ChildField, loaders: ChildLoaders) =>
    loaders.coupons({ includeInactive: includeInactive === true }),

  balance: ({ selection }: ChildField, loaders: ChildLoaders) => loaders.balance(balancePartsOf(selection)),

  subscriptions: ({ arguments: { includeInactive } }: ChildField, loaders: ChildLoaders) =>
    loaders.subscriptions({ includeInactive: includeInactive === true }),
} satisfies Record<string, (field: ChildField, loaders: ChildLoaders) => ProviderLoader<unknown>>;

function checkSubscriptionId(subscriptionId: unknown): string | null {
  return typeof subscriptionId === 'string' ? checkId('subscriptionId', subscriptionId) : null;
}

function checkPeriods(periods: unknown): number | null {
  if (typeof periods !== 'number') return null;
  if (periods < 1 || periods > 100) throw badUserInput('periods', 'must be from 1 to 100');
  return periods;
}
