import type { Person } from '../../people.ts';
import { recordId } from '../record-ids.ts';
import type { CustomerRow, IntegrationRow } from '../rows/customer.ts';
import { baseColumnsAt, type SeedCalendar } from './base.ts';
import { idOf } from './names.ts';
import { archivedPeople, people } from './people.ts';

const bare: Partial<CustomerRow> = {
  email: '',
  address_city: '',
  address_postal_code: '',
  address_country: '',
  timezone: 'UTC',
};

/** What sets single customers apart from the others. */
const differences: Readonly<Record<string, Partial<CustomerRow>>> = {
  'acct-1': {
    contact: '+49 30 5550100',
    address_line1: 'Invalidenstraße 1',
    address_line2: 'Hinterhaus',
    address_state: 'BE',
    metadata: { tier: 'gold', segment: 'b2b', crm: 'deal 77' },
  },
  'acct-6': { metadata: null },
  'acct-19': { ...bare, metadata: {} },
  'acct-20': {
    metadata: Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`key_${n}`, `value ${n}`])),
  },
  'hash#1': { metadata: { '=formula': '=1+1', empty: '', unicode: '値' } },
  acme: { ...bare, metadata: null },
  'acme.io': { name: '=HYPERLINK("https://acme.example")', metadata: null },
};

/** The oldest customer joined so many days ago, and one more every five days. */
const oldestDays = 410;

/** All customers, archived ones included. */
export function seedCustomers(calendar: SeedCalendar): readonly CustomerRow[] {
  return [
    ...archivedPeople.map((person) => toArchived(person, calendar)),
    ...people.map((person, index) => toCustomer(person, toCreation(calendar, index))),
  ];
}

/** Where acct-1 is known besides. */
export function seedIntegrations(calendar: SeedCalendar): readonly IntegrationRow[] {
  return [
    {
      ...baseColumnsAt(recordId('eim', 'acct-1'), calendar.day(-300)),
      entity_id: idOf.customer('acct-1'),
      entity_type: 'customer',
      provider_type: 'stripe',
      provider_entity_id: 'cus_sandbox_1',
      metadata: { livemode: 'false' },
    },
  ];
}

function toCustomer(person: Person, createdAt: string): CustomerRow {
  return {
    ...baseColumnsAt(idOf.customer(person.externalId), createdAt),
    external_id: person.externalId,
    name: person.name,
    email: person.email,
    address_line1: '',
    address_line2: '',
    address_city: person.city,
    address_state: '',
    address_postal_code: person.postalCode,
    address_country: person.country,
    timezone: person.timezone,
    metadata: { segment: person.country === 'US' ? 'self-serve' : 'sales' },
    ...differences[person.externalId],
  };
}

/** An archived row leaves its external id to be given out again, so its own id must tell it apart. */
function toArchived(person: Person, calendar: SeedCalendar): CustomerRow {
  return {
    ...toCustomer(person, calendar.day(-500)),
    id: idOf.customer(`archived ${person.externalId}`),
    status: 'archived',
    updated_at: calendar.day(-430),
  };
}

/** The database keeps microseconds, and prints no zeros at their end. */
function toCreation(calendar: SeedCalendar, index: number): string {
  const fraction = String(index * 104_729)
    .padStart(6, '0')
    .slice(-6)
    .replace(/0+$/, '');
  const seconds = calendar.day(index * 5 - oldestDays).slice(0, -1);
  return fraction === '' ? `${seconds}Z` : `${seconds}.${fraction}Z`;
}
