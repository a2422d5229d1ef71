import type { Tax } from './catalog.ts';
import { applicableTimezone, type BillingConfiguration, type Customer } from './customer.ts';
import type { LagoStore } from './store.ts';

/** The customer as lists show it. */
export function customerListItem(customer: Customer, { catalog }: LagoStore): object {
  const { deleted_at, tax_codes, ...attributes } = customer;
  return {
    ...attributes,
    slug: `HAR-7D10-${String(customer.sequential_id).padStart(3, '0')}`,
    applicable_timezone: applicableTimezone(customer, catalog.billingEntities),
    billing_configuration: billingConfiguration(customer.billing_configuration),
    taxes: catalog.taxes.filter(({ code }) => tax_codes.includes(code)).map(taxObject),
  };
}

/** The customer as the single-customer routes show it. */
export function customerObject(customer: Customer, store: LagoStore): object {
  return {
    ...customerListItem(customer, store),
    applicable_invoice_custom_sections: [],
    error_details: [],
  };
}

/** A tax; its counts are not kept any more and always 0. */
function taxObject(tax: Tax): object {
  return {
    ...tax,
    add_ons_count: 0,
    customers_count: 0,
    plans_count: 0,
    charges_count: 0,
    commitments_count: 0,
  };
}

/** What the payment provider knows of the customer is only there when it has one. */
function billingConfiguration(configuration: BillingConfiguration): object {
  const { provider_customer_id, provider_payment_methods, ...settings } = configuration;
  switch (configuration.payment_provider) {
    case null:
      return settings;
    case 'stripe':
      return { ...settings, provider_customer_id, provider_payment_methods };
    default:
      return { ...settings, provider_customer_id };
  }
}
