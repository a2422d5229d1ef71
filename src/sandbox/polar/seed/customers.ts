import { createPeople, type Person, sharedPeople } from '../../people.ts';
import { polarId } from '../organization.ts';
import type { CustomerRecord } from '../records/customer.ts';
import type { Metadata } from '../records/stamped.ts';
import { normalizeState } from '../requests/countries.ts';
import type { Calendar } from './calendar.ts';

/** The people who are customers of this provider: those of all providers, and its own. */
export const people: readonly Person[] = [...sharedPeople, ...createPeople('pl', 45)];

/** The id of a seeded customer: by its external id, or by a name of its own where it has none. */
export function customerId(key: string): string {
  return polarId('customer', key);
}

/** A customer of whom little is known. */
export function bareCustomer(calendar: Calendar, key: string, days: number): CustomerRecord {
  return {
    id: customerId(key),
    created_at: calendar(days),
    modified_at: null,
    metadata: {},
    external_id: key,
    email: null,
    email_verified: false,
    type: 'individual',
    name: null,
    billing_name: null,
    billing_address: null,
    tax_id: null,
    locale: null,
    default_payment_method_id: null,
    deleted_at: null,
    first_user_event_at: null,
  };
}

/** The people as customers, the first of them with everything. */
export function createCustomers(calendar: Calendar): readonly CustomerRecord[] {
  return people.map((person, index) => ({
    ...bareCustomer(calendar, person.externalId, -360 + index * 3.7),
    email: person.email,
    email_verified: index % 3 === 0,
    name: person.name,
    billing_address: {
      line1: `${index + 1} Harbour Street`,
      line2: index % 5 === 0 ? 'Second floor' : null,
      postal_code: person.postalCode,
      city: person.city,
      state: person.country === 'US' ? normalizeState('US', 'NY') : null,
      country: person.country,
    },
    metadata: metadataOf(person, index),
    ...(index === 0 ? everything(calendar) : {}),
  }));
}

function metadataOf({ externalId, currency }: Person, index: number): Metadata {
  if (index % 4 === 3) return {};
  return {
    crm_id: `crm_${externalId}`,
    currency,
    seats: index + 1,
    score: (index + 1) / 4,
    vip: index % 2 === 0,
  };
}

function everything(calendar: Calendar): Partial<CustomerRecord> {
  return {
    modified_at: calendar(-2),
    metadata: {
      tier: 'gold',
      seats: 12,
      discount_rate: 0.15,
      newsletter: true,
      note: 'Pays "on time", mostly',
    },
    billing_name: 'Lovelace Analytics GmbH',
    tax_id: ['DE123456789', 'eu_vat'],
    locale: 'de',
    default_payment_method_id: polarId('payment method', 'acct-1 card'),
    first_user_event_at: calendar(-365),
  };
}
