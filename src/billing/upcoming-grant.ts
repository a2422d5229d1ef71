import type { Batch } from './batch.ts';
import type { Call } from './call.ts';
import type { Decimal } from './decimal.ts';
import type { Money } from './money.ts';

/** Credits that a customer will get at a known time. */
export interface UpcomingGrant {
  /** Unique within the provider account and stable across reads. */
  readonly key: string;
  readonly name: string | null;
  /** null when the number is only known at run time. */
  readonly credits: Decimal | null;
  /** "credits", or the meter's name. */
  readonly unit: string | null;
  /** The credits' price in money; null where they have none. */
  readonly amount: Money | null;
  readonly scheduledFor: Date;
  readonly expiresAt: Date | null;
  /** True where the date was computed from the provider's rules rather than told by it. */
  readonly estimated: boolean;
  readonly requiresPayment: boolean;
  readonly subscriptionId: string | null;
}

/** The parts of a grant that may cost a provider further calls; what is not asked for may come as null. */
export interface UpcomingGrantParts {
  /** `name` and `expiresAt`, where the provider keeps them apart from the date. */
  readonly definition: boolean;
  readonly unit: boolean;
  readonly amount: boolean;
}

/** The grants by the time at which they come; those of one time keep their order. */
export function soonestFirst(grants: readonly UpcomingGrant[]): readonly UpcomingGrant[] {
  return grants.toSorted((one, other) => one.scheduledFor.getTime() - other.scheduledFor.getTime());
}

/** Grants to come, soonest first, by customer key. */
export interface UpcomingGrantReads {
  ofCustomers(
    keys: readonly string[],
    parts: UpcomingGrantParts,
    call: Call,
  ): Promise<Batch<readonly UpcomingGrant[]>>;
}
