import { countries } from '../countries.ts';
import { currencies } from './currencies.ts';
import {
  type Address,
  addressFields,
  type BillingConfiguration,
  type Customer,
  type Profile,
  profileFields,
} from './customer.ts';
import type { Complaints } from './errors.ts';
import { isTimezone } from './local-date.ts';
import { isObject, type JsonObject, readFlagField, readIntegerField, readTextField } from './request-body.ts';

/** The customer with what the input says: absent keys change nothing, null clears. */
export function withInput(customer: Customer, input: JsonObject): Customer {
  const { shipping_address: shipping, billing_configuration: configuration } = input;
  const term = readIntegerField(input, 'net_payment_term');
  return {
    ...customer,
    ...readProfile(input),
    billing_entity_code: readTextField(input, 'billing_entity_code') ?? customer.billing_entity_code,
    shipping_address: { ...customer.shipping_address, ...(isObject(shipping) ? readAddress(shipping) : {}) },
    net_payment_term: term === undefined ? customer.net_payment_term : term,
    finalize_zero_amount_invoice:
      readTextField(input, 'finalize_zero_amount_invoice') ?? customer.finalize_zero_amount_invoice,
    skip_invoice_custom_sections:
      readFlagField(input, 'skip_invoice_custom_sections') ?? customer.skip_invoice_custom_sections,
    tax_codes: readStrings(input, 'tax_codes') ?? customer.tax_codes,
    billing_configuration: isObject(configuration)
      ? configured(customer, configuration)
      : customer.billing_configuration,
  };
}

interface Rule {
  readonly field: string;
  readonly complaint: string;
  broken(customer: Customer): boolean;
}

const locales = new Set(['en', 'fr', 'nb', 'de', 'it', 'es', 'sv', 'pt-BR', 'zh-TW']);
const mailbox = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;

const rules: readonly Rule[] = [
  {
    field: 'name',
    complaint: 'value_is_too_long',
    broken: ({ name }) => name !== null && [...name].length > 255,
  },
  {
    field: 'email',
    complaint: 'invalid_email_format',
    broken: ({ email }) => Boolean(email) && !email?.split(',').every((part) => mailbox.test(part.trim())),
  },
  {
    field: 'country',
    complaint: 'not_a_valid_country_code',
    broken: ({ country }) => country !== null && !countries.includes(country),
  },
  {
    field: 'currency',
    complaint: 'value_is_invalid',
    broken: ({ currency }) => currency !== null && !currencies.includes(currency),
  },
  {
    field: 'timezone',
    complaint: 'invalid_timezone',
    broken: ({ timezone }) => timezone !== null && !isTimezone(timezone),
  },
  {
    field: 'customer_type',
    complaint: 'value_is_invalid',
    broken: ({ customer_type }) =>
      customer_type !== null && customer_type !== 'company' && customer_type !== 'individual',
  },
  {
    field: 'net_payment_term',
    complaint: 'value_is_out_of_range',
    broken: ({ net_payment_term }) => net_payment_term !== null && net_payment_term < 0,
  },
  {
    field: 'finalize_zero_amount_invoice',
    complaint: 'value_is_invalid',
    broken: (customer) => !['inherit', 'skip', 'finalize'].includes(customer.finalize_zero_amount_invoice),
  },
  {
    field: 'document_locale',
    complaint: 'not_a_valid_language_code',
    broken: ({ billing_configuration: { document_locale } }) =>
      document_locale !== null && !locales.has(document_locale),
  },
];

/** What keeps the customer from being saved, by field. */
export function complaintsAbout(customer: Customer): Complaints {
  const broken = rules.filter((rule) => rule.broken(customer));
  return Object.fromEntries(broken.map(({ field, complaint }) => [field, [complaint]]));
}

function readProfile(input: JsonObject): Partial<Profile> {
  const country = readTextField(input, 'country');
  const texts = readFields(profileFields, input);
  return typeof country === 'string' ? { ...texts, country: country.toUpperCase() } : texts;
}

function readAddress(input: JsonObject): Partial<Address> {
  return readFields(addressFields, input);
}

function readFields<Field extends string>(
  fields: readonly Field[],
  input: JsonObject,
): { [Key in Field]?: string | null } {
  const texts: { [Key in Field]?: string | null } = {};
  for (const field of fields) {
    const text = readTextField(input, field);
    if (text !== undefined) texts[field] = text;
  }
  return texts;
}

function readStrings(input: JsonObject, field: string): readonly string[] | undefined {
  const value = input[field];
  return Array.isArray(value) ? value.filter((member) => typeof member === 'string') : undefined;
}

const configurationFields = [
  'payment_provider',
  'payment_provider_code',
  'provider_customer_id',
  'document_locale',
  'subscription_invoice_issuing_date_anchor',
  'subscription_invoice_issuing_date_adjustment',
] as const;

function configured(customer: Customer, input: JsonObject): BillingConfiguration {
  const current = customer.billing_configuration;
  const period = readIntegerField(input, 'invoice_grace_period');
  const next: BillingConfiguration = {
    ...current,
    ...readFields(configurationFields, input),
    invoice_grace_period: period === undefined ? current.invoice_grace_period : period,
    provider_payment_methods:
      readStrings(input, 'provider_payment_methods') ?? current.provider_payment_methods,
  };
  if (next.payment_provider === null) return next;
  const created =
    readFlagField(input, 'sync_with_provider') === true ? `cus_${customer.lago_id.slice(0, 8)}` : null;
  return {
    ...next,
    provider_customer_id: next.provider_customer_id ?? created,
    provider_payment_methods: next.provider_payment_methods ?? ['card'],
  };
}
