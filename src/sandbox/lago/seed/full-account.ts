import { uuidOf } from '../../ids.ts';
import type { Person } from '../../people.ts';
import type { Customer } from '../customer.ts';
import { decimal } from '../decimal.ts';
import type { LagoStore } from '../store.ts';
import type { Meters } from '../subscription.ts';
import { daysAfter } from '../time.ts';
import { saveAppliedCoupon } from './applied-coupon.ts';
import { detailsOf, metadataOf, saveCustomer } from './customer.ts';
import { saveSubscription, saveUsagePeriods } from './subscription.ts';
import { createRule, saveTransaction, saveWallet } from './wallet.ts';

/** The account that has something of everything. */
export function seedFullAccount(store: LagoStore, person: Person): void {
  const customer = saveFullCustomer(store, person);
  const subscription = saveSubscription(store, customer, 'pro_eur', 240, {
    name: 'Main workspace',
    meters: fullMeters,
    entitlement_changes: {
      overrides: { seats: { max: 25 }, sso: { enforced: true } },
      removedFeatures: [],
      removedPrivileges: [],
    },
  });
  saveUsagePeriods(store, subscription, customer, 6);
  saveFullCoupons(store, customer);
  saveFullWallets(store, customer);
}

function saveFullCustomer(store: LagoStore, person: Person): Customer {
  const customer = saveCustomer(store, person.externalId, 300, {
    ...detailsOf(person),
    firstname: 'Ada',
    lastname: 'Lovelace',
    legal_name: 'Analytical Engines GmbH',
    legal_number: 'HRB 30815',
    phone: '+49 30 901820',
    url: 'https://engines.example',
    logo_url: 'https://engines.example/logo.png',
    tax_identification_number: 'DE115235681',
    customer_type: 'company',
    timezone: person.timezone,
    address_line1: 'Unter den Linden 1',
    address_line2: 'Hinterhaus',
    state: 'Berlin',
    net_payment_term: 14,
    tax_codes: ['vat_19'],
    billing_configuration: {
      invoice_grace_period: 3,
      payment_provider: 'stripe',
      payment_provider_code: 'stripe_eu',
      document_locale: 'de',
      subscription_invoice_issuing_date_anchor: 'next_period_start',
      subscription_invoice_issuing_date_adjustment: 'align_with_finalization_date',
      provider_customer_id: 'cus_ada1815',
      provider_payment_methods: ['card', 'sepa_debit'],
    },
  });
  const full: Customer = {
    ...customer,
    shipping_address: {
      address_line1: 'Hafenstr. 4',
      address_line2: null,
      city: 'Hamburg',
      zipcode: '20359',
      state: null,
      country: 'DE',
    },
    metadata: metadataOf(customer.lago_id, { tier: 'gold', owner: 'byron' }, customer.created_at),
    integration_customers: [
      {
        lago_id: uuidOf('lago:integration-customer:acct-1'),
        external_customer_id: '1815',
        type: 'netsuite',
        integration_code: 'netsuite_eu',
        code: 'netsuite_eu',
        is_default: true,
        category: 'accounting',
        sync_with_provider: true,
        subsidiary_id: '7',
      },
    ],
    updated_at: daysAfter(store.now(), -2),
  };
  store.customers.save(full);
  return full;
}

const fullMeters: Meters = {
  api_calls: {
    units: decimal('12500'),
    events: 12_500,
    filters: [
      {
        units: decimal('9000'),
        events: 9000,
        invoice_display_name: 'Read',
        values: { method: ['GET', 'HEAD'] },
      },
      { units: decimal('3500'), events: 3500, invoice_display_name: null, values: null },
    ],
    presentation: [{ presentation_by: { region: 'eu' }, units: decimal('12500') }],
  },
  storage_gb: {
    units: decimal('42.375'),
    events: 31,
    groups: [
      { units: decimal('40'), events: 30, grouped_by: { bucket: 'media' } },
      { units: decimal('2.375'), events: 1, grouped_by: { bucket: null } },
    ],
  },
  active_users: { units: decimal('17'), events: 44 },
};

function saveFullCoupons(store: LagoStore, customer: Customer): void {
  saveAppliedCoupon(store, customer, 'WELCOME25', 200, {
    credits: [
      {
        lago_id: uuidOf('lago:credit:acct-1'),
        amount_cents: 1050,
        amount_currency: 'EUR',
        invoice_id: uuidOf('lago:invoice:sub-acct-1:6'),
      },
    ],
  });
  saveAppliedCoupon(store, customer, 'SPRING20', 40, { frequency_duration_remaining: 4 });
  saveAppliedCoupon(store, customer, 'BLACKFRIDAY', 390, {
    status: 'terminated',
    terminated_at: daysAfter(store.now(), -350),
  });
}

function saveFullWallets(store: LagoStore, customer: Customer): void {
  const prepaid = saveWallet(store, customer, 'prepaid', 200, {
    name: 'Prepaid credits',
    purchase_order_number: 'PO-1815',
    rate_amount: decimal('0.5'),
    credits_balance: decimal('160.25'),
    credits_ongoing_usage_balance: decimal('40.125'),
    consumed_credits: decimal('239.75'),
    last_consumed_credit_at: daysAfter(store.now(), -3),
    priority: 10,
    paid_top_up_min_amount_cents: 1000,
    metadata: { cost_center: 'engines', note: null },
    rules: [
      createRule(store, 'acct-1:monthly', {
        interval: 'monthly',
        granted_credits: decimal('100'),
        transaction_name: 'Monthly gift',
      }),
    ],
  });
  saveTransaction(store, prepaid, 'monthly', {
    credit_amount: decimal('100'),
    source: 'interval',
    name: 'Monthly gift',
    metadata: [{ key: 'campaign', value: 'loyalty' }],
    created_at: daysAfter(store.now(), -20),
  });
  saveTransaction(store, prepaid, 'awaited', {
    credit_amount: decimal('50'),
    status: 'pending',
    transaction_status: 'purchased',
    lago_invoice_id: uuidOf('lago:invoice:acct-1:top-up'),
    settled_at: null,
    created_at: daysAfter(store.now(), -1),
  });
  saveWallet(store, customer, 'promo', 20, {
    credits_balance: decimal('15'),
    expiration_at: daysAfter(store.now(), 45),
    applies_to: { fee_types: ['charge'], billable_metric_codes: ['api_calls'] },
  });
}
