import type { BenefitGrantRecord } from '../records/benefit.ts';
import type { CustomerRecord } from '../records/customer.ts';
import type { CustomerMeterRecord } from '../records/meter.ts';
import type { SubscriptionRecord } from '../records/subscription.ts';
import { lookUp, type PolarStore } from '../store.ts';
import type { Wire } from '../wire.ts';
import { toCustomer } from './customer.ts';
import { balanceOf } from './customer-meters.ts';
import { toSubscriptionMeters } from './subscription.ts';

/** A customer with what it has now, by ids alone. Polar answers it from a cache that may be an hour old. */
export function toCustomerState(store: PolarStore, customer: CustomerRecord): Wire {
  const own = ({ customer_id }: { readonly customer_id: string }) => customer_id === customer.id;
  return {
    ...toCustomer(customer),
    active_subscriptions: [...store.subscriptions.values()]
      .filter((subscription) => own(subscription) && /^(?:active|trialing)$/.test(subscription.status))
      .map((subscription) => toStateSubscription(store, subscription)),
    granted_benefits: [...store.benefitGrants.values()]
      .filter((grant) => own(grant) && grant.granted_at !== null)
      .map((grant) => toStateGrant(store, grant)),
    active_meters: [...store.customerMeters.values()].filter(own).map(toStateMeter),
  };
}

function toStateSubscription(store: PolarStore, subscription: SubscriptionRecord): Wire {
  return {
    id: subscription.id,
    created_at: subscription.created_at,
    modified_at: subscription.modified_at,
    metadata: subscription.metadata,
    custom_field_data: subscription.custom_field_data,
    status: subscription.status,
    amount: subscription.amount,
    currency: subscription.currency,
    recurring_interval: subscription.recurring_interval,
    current_period_start: subscription.current_period_start,
    current_period_end: subscription.current_period_end,
    trial_start: subscription.trial_start,
    trial_end: subscription.trial_end,
    cancel_at_period_end: subscription.cancel_at_period_end,
    canceled_at: subscription.canceled_at,
    started_at: subscription.started_at,
    ends_at: subscription.ends_at,
    product_id: subscription.product_id,
    discount_id: subscription.discount_id,
    meters: toSubscriptionMeters(store, subscription),
  };
}

function toStateGrant(store: PolarStore, grant: BenefitGrantRecord): Wire {
  const benefit = lookUp(store.benefits, grant.benefit_id);
  return {
    id: grant.id,
    created_at: grant.created_at,
    modified_at: grant.modified_at,
    granted_at: grant.granted_at,
    benefit_id: grant.benefit_id,
    benefit_type: benefit.type,
    benefit_metadata: benefit.metadata,
    properties: grant.properties,
  };
}

function toStateMeter(row: CustomerMeterRecord): Wire {
  const { customer_id: _customer, ...rest } = row;
  return { ...rest, balance: balanceOf(row) };
}
