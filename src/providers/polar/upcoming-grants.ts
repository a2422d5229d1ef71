import { readEach } from '../../billing/batch.ts';
import type { Call } from '../../billing/call.ts';
import { ProviderError } from '../../billing/provider-error.ts';
import {
  soonestFirst,
  type UpcomingGrant,
  type UpcomingGrantParts,
  type UpcomingGrantReads,
} from '../../billing/upcoming-grant.ts';
import { validate } from '../../http/validate.ts';
import type { RowLoader } from '../row-loader.ts';
import type { ReadMeterNames } from './meter-names.ts';
import type { OwnedRows } from './owned-rows.ts';
import type { WireBenefit } from './wire/benefit.ts';
import { toMeterNames } from './wire/meter.ts';
import {
  type CreditBenefit,
  grantingSubscriptionsSchema,
  grantOriginsSchema,
  type NextRun,
  toCreditBenefits,
  toNextRun,
  toUpcomingGrant,
  type WireGrantingSubscription,
} from './wire/upcoming-grant.ts';

/** What upcoming grants are computed from; all but the subscriptions are read only where they are needed. */
export interface UpcomingGrantSources {
  readonly subscriptionRows: OwnedRows;
  readonly grantRows: OwnedRows;
  readonly productBenefits: RowLoader<readonly WireBenefit[]>;
  readonly readMeterNames: ReadMeterNames;
}

/** Upcoming grants, computed from the subscriptions: Polar has no list of them. */
export function createUpcomingGrantReads(
  provider: string,
  { subscriptionRows, grantRows, productBenefits, readMeterNames }: UpcomingGrantSources,
): UpcomingGrantReads {
  async function readCreditBenefits(
    subscription: WireGrantingSubscription,
    { pendingProductId }: NextRun,
    call: Call,
  ): Promise<readonly CreditBenefit[]> {
    if (pendingProductId === null) return toCreditBenefits(provider, subscription.product.benefits);
    const benefits = await productBenefits.loadOne(pendingProductId, call);
    if (benefits !== null) return toCreditBenefits(provider, benefits);
    throw new ProviderError({ provider, failure: 'bad-response', detail: 'no such pending product' });
  }

  /** Each seat that is taken holds a grant of every benefit; without seats nothing needs counting. */
  async function readSeatGrants(customer: string, { id, seats }: WireGrantingSubscription, call: Call) {
    if (seats == null) return [];
    const rows = (await grantRows.loadOne(customer, call)) ?? [];
    return validate(provider, grantOriginsSchema, rows).filter((grant) => grant.subscription_id === id);
  }

  async function readGrants(
    customer: string,
    subscription: WireGrantingSubscription,
    parts: UpcomingGrantParts,
    call: Call,
  ): Promise<readonly UpcomingGrant[]> {
    const run = toNextRun(subscription, call.now());
    const benefits = run === null ? [] : await readCreditBenefits(subscription, run, call);
    if (run === null || benefits.length === 0) return [];
    const meterIds = benefits.map(({ meterId }) => meterId);
    const atHand = toMeterNames([...subscription.prices, ...subscription.meters]);
    const [seatGrants, names] = await Promise.all([
      readSeatGrants(customer, subscription, call),
      parts.unit ? readMeterNames({ customer, meterIds, atHand }, call) : atHand,
    ]);
    return benefits.map((benefit) =>
      toUpcomingGrant({
        subscription,
        run,
        benefit,
        seatGrants: seatGrants.filter(({ benefit_id: id }) => id === benefit.id).length,
        unit: names.get(benefit.meterId) ?? null,
      }),
    );
  }

  async function readCustomer(customer: string, parts: UpcomingGrantParts, call: Call) {
    const rows = await subscriptionRows.loadOne(customer, call);
    if (rows === null) return null;
    const subscriptions = validate(provider, grantingSubscriptionsSchema, rows);
    const grants = await Promise.all(
      subscriptions.map((subscription) => readGrants(customer, subscription, parts, call)),
    );
    return soonestFirst(grants.flat());
  }

  return {
    ofCustomers: (keys, parts, call) => readEach(keys, (key) => readCustomer(key, parts, call)),
  };
}
