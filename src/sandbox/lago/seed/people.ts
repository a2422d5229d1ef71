import type { Person } from '../../people.ts';
import type { Customer } from '../customer.ts';
import { decimal } from '../decimal.ts';
import type { LagoStore } from '../store.ts';
import { daysAfter } from '../time.ts';
import { saveAppliedCoupon } from './applied-coupon.ts';
import { detailsOf, metadataOf, saveCustomer } from './customer.ts';
import { metersOf, saveSubscription, saveUsagePeriods } from './subscription.ts';
import { saveWallet } from './wallet.ts';

/** Who is seeded, where, and with a number that makes the figures differ. */
interface Settler {
  readonly store: LagoStore;
  readonly customer: Customer;
  readonly number: number;
  /** "eur": the ending of the plans in the customer's currency. */
  readonly currency: string;
}

/** Gives every person an account, and the accounts in turn each of the ways to live. */
export function seedPeople(store: LagoStore, people: readonly Person[]): void {
  for (const [index, person] of people.entries()) {
    const number = index + 2;
    const customer = saveCustomer(store, person.externalId, 600 - number * 5, profileOf(person, number));
    if (number % 4 === 0)
      store.customers.save({
        ...customer,
        metadata: metadataOf(
          customer.lago_id,
          { tier: number % 8 ? 'silver' : 'bronze' },
          customer.created_at,
        ),
      });
    const live = waysToLive[index % waysToLive.length];
    live?.({ store, customer, number, currency: person.currency.toLowerCase() });
  }
}

function profileOf(person: Person, number: number): Partial<Customer> {
  return {
    ...detailsOf(person),
    timezone: number % 3 === 0 ? person.timezone : null,
    customer_type: number % 5 === 0 ? 'company' : number % 5 === 1 ? 'individual' : null,
    tax_codes: person.country === 'DE' ? ['vat_19'] : [],
    billing_entity_code: person.country === 'US' ? 'harbor_us' : 'harbor_eu',
  };
}

const waysToLive: readonly ((settler: Settler) => void)[] = [
  steady,
  onTrial,
  withTwoSubscriptions,
  withoutSubscription,
  leaving,
  gone,
  upgraded,
  downgrading,
  enterprise,
  hobbyist,
  startingLater,
];

function steady({ store, customer, number, currency }: Settler): void {
  const row = saveSubscription(store, customer, `starter_${currency}`, 200, { meters: metersOf(number) });
  saveUsagePeriods(store, row, customer, 3);
  saveWallet(store, customer, 'prepaid', 100, {
    credits_balance: decimal(`${number * 3}.5`),
    credits_ongoing_usage_balance: decimal('1.25'),
    consumed_credits: decimal('20'),
  });
  saveAppliedCoupon(store, customer, 'PARTNER15', 90);
}

/** The plan's trial lasts fourteen days. */
function onTrial({ store, customer, number, currency }: Settler): void {
  saveSubscription(store, customer, `starter_${currency}`, 5, {
    billing_time: 'anniversary',
    meters: metersOf(number),
  });
}

function withTwoSubscriptions({ store, customer, number, currency }: Settler): void {
  for (const [index, name] of ['production', 'staging'].entries()) {
    const row = saveSubscription(store, customer, `${index === 0 ? 'pro' : 'starter'}_${currency}`, 130, {
      external_id: `sub-${customer.external_id}.${name}`,
      name,
      trial_ended_at: daysAfter(store.now(), -116),
      meters: metersOf(number + index),
    });
    saveUsagePeriods(store, row, customer, 2);
  }
  saveAppliedCoupon(store, customer, 'THIRD', 10);
}

function withoutSubscription({ store, customer }: Settler): void {
  saveWallet(store, customer, 'prepaid', 50, { credits_balance: decimal('5') });
}

function leaving({ store, customer, number, currency }: Settler): void {
  saveSubscription(store, customer, `pro_${currency}`, 90, {
    billing_time: 'anniversary',
    ending_at: daysAfter(store.now(), 12),
    on_termination_credit_note: 'credit',
    meters: metersOf(number),
  });
}

function gone({ store, customer, currency }: Settler): void {
  const ended = daysAfter(store.now(), -15);
  saveSubscription(store, customer, `starter_${currency}`, 300, {
    status: 'terminated',
    terminated_at: ended,
  });
  saveAppliedCoupon(store, customer, 'PARTNER15', 200, { status: 'terminated', terminated_at: ended });
  saveWallet(store, customer, 'prepaid', 200, {
    status: 'terminated',
    terminated_at: new Date(ended.getTime() + 456),
    credits_balance: decimal('2.5'),
  });
}

/** Both subscriptions of an upgrade have the same external id. */
function upgraded({ store, customer, number, currency }: Settler): void {
  saveSubscription(store, customer, `starter_${currency}`, 220, {
    status: 'terminated',
    terminated_at: daysAfter(store.now(), -60),
    next_plan_code: `pro_${currency}`,
  });
  saveSubscription(store, customer, `pro_${currency}`, 60, {
    previous_plan_code: `starter_${currency}`,
    meters: metersOf(number),
  });
}

function downgrading({ store, customer, number, currency }: Settler): void {
  const change = daysAfter(store.now(), 9);
  saveSubscription(store, customer, `pro_${currency}`, 150, {
    next_plan_code: `starter_${currency}`,
    downgrade_plan_date: change.toISOString().slice(0, 10),
    meters: metersOf(number),
  });
  saveSubscription(store, customer, `starter_${currency}`, -9, { previous_plan_code: `pro_${currency}` });
}

function enterprise({ store, customer, number, currency }: Settler): void {
  saveSubscription(store, customer, `enterprise_${currency}`, 500, { meters: metersOf(number) });
  saveAppliedCoupon(store, customer, 'SPRING20', 20, { frequency_duration_remaining: 5 });
}

function hobbyist({ store, customer, currency }: Settler): void {
  saveSubscription(store, customer, `hobby_${currency}`, 30);
  saveAppliedCoupon(store, customer, 'LAUNCH.V2', 3);
}

function startingLater({ store, customer, currency }: Settler): void {
  saveSubscription(store, customer, `pro_${currency}`, -20);
}
