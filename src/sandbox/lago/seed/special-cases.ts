import { type BillingConfiguration, emptyBillingConfiguration } from '../customer.ts';
import { decimal } from '../decimal.ts';
import { revokedAccount } from '../portal-routes.ts';
import type { LagoStore } from '../store.ts';
import { daysAfter } from '../time.ts';
import { saveAppliedCoupon } from './applied-coupon.ts';
import { metadataOf, saveCustomer } from './customer.ts';
import { metersOf, saveSubscription } from './subscription.ts';
import { saveWallet } from './wallet.ts';

/** Customers that differ from all others in one respect. */
export function seedSpecialCases(store: LagoStore): void {
  seedProfiles(store);
  seedDeleted(store);
  seedPaymentProviders(store);
  seedWallets(store);
  seedSubscriptions(store);
  seedCoupons(store);
}

function seedProfiles(store: LagoStore): void {
  saveCustomer(store, 'nobody', 15);
  saveCustomer(store, 'no-email', 15, { name: 'Only A Name' });
  saveCustomer(store, 'no-name', 15, { email: 'first@nameless.example,second@nameless.example' });
  saveCustomer(store, 'partner', 15, { name: 'Reseller', account_type: 'partner', state: 'Bavaria' });
  const busy = saveCustomer(store, 'five-entries', 15, { name: 'Full Of Metadata', currency: 'EUR' });
  const entries = { region: 'eu-west', crm: '0042', Ünïcode: '✓', empty: '-', plan_note: 'x'.repeat(100) };
  store.customers.save({ ...busy, metadata: metadataOf(busy.lago_id, entries, busy.created_at) });
}

/** One is gone for good; the other came back under the same external id. */
function seedDeleted(store: LagoStore): void {
  const deletedAt = daysAfter(store.now(), -5);
  saveCustomer(store, 'deleted', 100, { name: 'Gone For Good', deleted_at: deletedAt });
  const before = saveCustomer(store, 'came-back', 100, { name: 'Before', deleted_at: deletedAt });
  saveWallet(store, before, 'prepaid', 90, {
    currency: 'EUR',
    status: 'terminated',
    terminated_at: deletedAt,
    credits_balance: decimal('99'),
  });
  saveCustomer(store, 'came-back', 4, { name: 'After', currency: 'EUR' });
}

function seedPaymentProviders(store: LagoStore): void {
  const provided = (provider: string, details: Partial<BillingConfiguration>) => {
    saveCustomer(store, `pays-with-${details.payment_provider_code}`, 25, {
      name: 'Payer',
      currency: 'EUR',
      billing_configuration: { ...emptyBillingConfiguration, payment_provider: provider, ...details },
    });
  };
  provided('gocardless', { payment_provider_code: 'gocardless', provider_customer_id: 'CU000A1' });
  provided('cashfree', { payment_provider_code: 'cashfree', provider_customer_id: null });
  const known = { provider_customer_id: 'cus_pays', provider_payment_methods: ['card'] };
  provided('stripe', { ...known, payment_provider_code: revokedAccount });
  provided('stripe', { ...known, payment_provider_code: 'stripe_unknown', provider_customer_id: null });
  provided('stripe', {
    ...known,
    payment_provider_code: 'stripe_crypto',
    provider_payment_methods: ['crypto'],
  });
}

function seedWallets(store: LagoStore): void {
  const mixed = saveCustomer(store, 'two-currencies', 80, { name: 'Two Currencies', currency: 'EUR' });
  saveWallet(store, mixed, 'euros', 70, { credits_balance: decimal('10'), priority: 2 });
  saveWallet(store, mixed, 'more-euros', 60, {
    credits_balance: decimal('0.33333'),
    rate_amount: decimal('2.5'),
    priority: 1,
  });
  saveWallet(store, mixed, 'dollars', 50, { currency: 'USD', credits_balance: decimal('20.01') });
  saveWallet(store, mixed, 'closed', 75, {
    status: 'terminated',
    terminated_at: daysAfter(store.now(), -30),
    credits_balance: decimal('1000'),
  });
  const overdrawn = saveCustomer(store, 'overdrawn', 80, { name: 'Overdrawn', currency: 'KWD' });
  saveWallet(store, overdrawn, 'prepaid', 70, {
    credits_balance: decimal('5'),
    credits_ongoing_usage_balance: decimal('12.125'),
  });
  const yen = saveCustomer(store, 'yen-wallet', 80, { name: 'Yen Wallet', currency: 'JPY' });
  saveWallet(store, yen, 'prepaid', 70, { credits_balance: decimal('1500'), rate_amount: decimal('1') });
  saveWallet(store, yen, 'empty', 60);
  // An empty wallet whose code was used before.
  saveWallet(store, yen, 'empty', 65, { status: 'terminated', terminated_at: daysAfter(store.now(), -61) });
}

function seedSubscriptions(store: LagoStore): void {
  const many = saveCustomer(store, 'many-subscriptions', 200, { name: 'Many', currency: 'EUR' });
  saveSubscription(store, many, 'pro_eur', 180, { external_id: 'many.v1.0', meters: metersOf(3) });
  saveSubscription(store, many, 'pro_usd', 170, { external_id: 'many/dollars', meters: metersOf(4) });
  saveSubscription(store, many, 'enterprise_eur', 160, {
    external_id: 'many-yearly',
    billing_time: 'anniversary',
    entitlement_changes: {
      overrides: {},
      removedFeatures: ['audit_log'],
      removedPrivileges: ['sso.enforced'],
    },
  });
  saveSubscription(store, many, 'starter_eur', 100, {
    external_id: 'many-called-off',
    status: 'canceled',
    started_at: null,
    activated_at: null,
    canceled_at: daysAfter(store.now(), -99),
  });
  saveSubscription(store, many, 'starter_eur', 10, {
    external_id: 'many-unpaid',
    status: 'incomplete',
    started_at: null,
    activated_at: null,
  });
  saveSubscription(store, many, 'starter_eur', 30, {
    external_id: 'many-payment-failed',
    status: 'canceled',
    started_at: null,
    activated_at: null,
    canceled_at: daysAfter(store.now(), -29),
    cancellation_reason: 'payment_failed',
  });
  const far = saveCustomer(store, 'far-from-utc', 90, {
    name: 'Samoan Islands',
    currency: 'USD',
    country: 'WS',
    timezone: 'Pacific/Apia',
  });
  saveSubscription(store, far, 'pro_usd', 80, { meters: metersOf(5) });
}

function seedCoupons(store: LagoStore): void {
  const dollars = saveCustomer(store, 'coupons-usd', 120, { name: 'Coupons', currency: 'USD' });
  saveAppliedCoupon(store, dollars, 'SUMMER5', 70, { frequency_duration_remaining: 1 });
  saveAppliedCoupon(store, dollars, 'RETIRED', 110, {
    status: 'terminated',
    terminated_at: daysAfter(store.now(), -90),
  });
  saveAppliedCoupon(store, dollars, 'BLACKFRIDAY', 115);
  saveAppliedCoupon(store, dollars, 'PRO-A', 20);
  const dinars = saveCustomer(store, 'coupons-kwd', 120, { name: 'Dinar Coupons', currency: 'KWD' });
  saveAppliedCoupon(store, dinars, 'DINAR5', 60);
  const yen = saveCustomer(store, 'coupons-jpy', 120, { name: 'Yen Coupons', currency: 'JPY' });
  saveAppliedCoupon(store, yen, 'YEN500', 60);
}
