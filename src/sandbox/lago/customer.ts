import { uuidOf } from '../ids.ts';
import type { BillingEntity } from './catalog.ts';
import type { Row } from './table.ts';

/** The parts of an address. */
export const addressFields = [
  'address_line1',
  'address_line2',
  'city',
  'zipcode',
  'state',
  'country',
] as const;

/** A postal address. */
export type Address = Readonly<Record<(typeof addressFields)[number], string | null>>;

/** The plain text fields of a customer. */
export const profileFields = [
  ...addressFields,
  'name',
  'firstname',
  'lastname',
  'legal_name',
  'legal_number',
  'email',
  'phone',
  'url',
  'logo_url',
  'tax_identification_number',
  'external_salesforce_id',
  'customer_type',
  'currency',
  'timezone',
] as const;

/** A customer's plain text fields. */
export type Profile = Readonly<Record<(typeof profileFields)[number], string | null>>;

/** One entry of a customer's metadata. */
export interface CustomerMetadata extends Row {
  readonly key: string;
  readonly value: string;
  readonly display_in_invoice: boolean;
}

/** How a customer is billed and pays. */
export interface BillingConfiguration {
  readonly invoice_grace_period: number | null;
  readonly payment_provider: string | null;
  readonly payment_provider_code: string | null;
  readonly document_locale: string | null;
  readonly subscription_invoice_issuing_date_anchor: string | null;
  readonly subscription_invoice_issuing_date_adjustment: string | null;
  readonly provider_customer_id: string | null;
  readonly provider_payment_methods: readonly string[] | null;
}

/** A customer as another system knows it. */
interface IntegrationCustomer {
  readonly lago_id: string;
  readonly external_customer_id: string;
  readonly type: string;
  readonly integration_code: string;
  readonly code: string;
  readonly is_default: boolean;
  readonly category: string;
  readonly sync_with_provider: boolean;
  readonly subsidiary_id: string;
}

/** A customer. Fields are named as on the wire, here and in every other row. */
export interface Customer extends Row, Profile {
  readonly external_id: string;
  readonly billing_entity_code: string;
  readonly account_type: 'customer' | 'partner';
  readonly sequential_id: number;
  readonly shipping_address: Address;
  readonly net_payment_term: number | null;
  readonly finalize_zero_amount_invoice: string;
  readonly skip_invoice_custom_sections: boolean;
  readonly updated_at: Date;
  readonly billing_configuration: BillingConfiguration;
  readonly metadata: readonly CustomerMetadata[];
  readonly tax_codes: readonly string[];
  readonly integration_customers: readonly IntegrationCustomer[];
  /** Deleted customers stay, since their invoices do, but no route shows them. */
  readonly deleted_at: Date | null;
}

const emptyAddress: Address = {
  address_line1: null,
  address_line2: null,
  city: null,
  zipcode: null,
  state: null,
  country: null,
};

const emptyProfile: Profile = {
  ...emptyAddress,
  name: null,
  firstname: null,
  lastname: null,
  legal_name: null,
  legal_number: null,
  email: null,
  phone: null,
  url: null,
  logo_url: null,
  tax_identification_number: null,
  external_salesforce_id: null,
  customer_type: null,
  currency: null,
  timezone: null,
};

/** How a customer is billed of whom nothing is said. */
export const emptyBillingConfiguration: BillingConfiguration = {
  invoice_grace_period: null,
  payment_provider: null,
  payment_provider_code: null,
  document_locale: null,
  subscription_invoice_issuing_date_anchor: null,
  subscription_invoice_issuing_date_adjustment: null,
  provider_customer_id: null,
  provider_payment_methods: null,
};

/** What a customer cannot be without. */
export interface CustomerIdentity {
  readonly externalId: string;
  readonly sequentialId: number;
  readonly createdAt: Date;
}

/** A customer of whom nothing but the external id is known. */
export function newCustomer({ externalId, sequentialId, createdAt }: CustomerIdentity): Customer {
  return {
    ...emptyProfile,
    lago_id: uuidOf(`lago:customer:${sequentialId}:${externalId}`),
    external_id: externalId,
    billing_entity_code: 'harbor_eu',
    account_type: 'customer',
    sequential_id: sequentialId,
    shipping_address: emptyAddress,
    net_payment_term: null,
    finalize_zero_amount_invoice: 'inherit',
    skip_invoice_custom_sections: false,
    created_at: createdAt,
    updated_at: createdAt,
    billing_configuration: emptyBillingConfiguration,
    metadata: [],
    tax_codes: [],
    integration_customers: [],
    deleted_at: null,
  };
}

/** The zone whose days count for the customer: its own, else its billing entity's, else UTC. */
export function applicableTimezone(customer: Customer, entities: readonly BillingEntity[]): string {
  const entity = entities.find(({ code }) => code === customer.billing_entity_code);
  return customer.timezone ?? entity?.timezone ?? 'UTC';
}
