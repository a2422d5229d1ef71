import { polarId } from '../organization.ts';
import type { CustomerRecord, MemberRecord } from '../records/customer.ts';
import type { Calendar } from './calendar.ts';
import { bareCustomer, customerId } from './customers.ts';

/** External ids that are hard to put into a path, a query or a spreadsheet. */
export const awkwardExternalIds: readonly string[] = [
  'eu/west/1',
  'acme',
  'acme.io',
  'acme/state',
  '#42',
  'who?',
  '100%',
  '50%25',
  'two words',
  'a+b',
  'fish&chips',
  'urn:crm:7',
  'müller-7',
  '客户-8',
  '=1+1',
  `long-${'0123456789'.repeat(25)}`,
];

/** The members of the seeded team; the owner comes first. */
export const teamMembers: readonly string[] = ['owner', 'ann', 'bob'];

/** Customers that are special in one way each. */
export function createSpecialCustomers(calendar: Calendar): readonly CustomerRecord[] {
  const bare = (key: string, days: number) => bareCustomer(calendar, key, days);
  return [
    ...awkwardExternalIds.map((externalId, index) => ({
      ...bare(externalId, -60 + index),
      email: `awkward.${index + 1}@example.com`,
      name: `Awkward ${externalId.slice(0, 40)}`,
    })),
    { ...bare('team-initech', -50.5), type: 'team', name: 'Initech', billing_name: 'Initech Holding plc' },
    { ...bare('team-globex', -49.5), type: 'team', name: 'Globex', email: 'billing@globex.example' },
    { ...bare('nameless', -48.5), email: 'nameless@example.com' },
    { ...bare('no external id', -47.5), external_id: null, email: 'walk.in@example.com', name: 'Walk-in' },
    { ...bare('ACCT-1', -46.5), email: 'Upper.Case@example.com', name: 'Upper Case' },
    { ...bare('hoarder', -45.5), email: 'hoarder@example.com', name: 'Hoarder', metadata: manyEntries() },
    { ...bare('two-currencies', -44.5), email: 'two.currencies@example.com', name: 'Two Currencies' },
    ...deletedCustomers(calendar),
  ];
}

function deletedCustomers(calendar: Calendar): readonly CustomerRecord[] {
  const phoenix = bareCustomer(calendar, 'phoenix', -30);
  return [
    {
      ...bareCustomer(calendar, 'deleted phoenix', -200),
      external_id: null,
      email: 'phoenix@example.com',
      name: 'Phoenix, before',
      metadata: { __external_id: 'phoenix' },
      modified_at: calendar(-40),
      deleted_at: calendar(-40),
    },
    { ...phoenix, email: 'phoenix@example.com', name: 'Phoenix, reborn' },
    {
      ...bareCustomer(calendar, 'deleted gone', -150),
      external_id: null,
      email: 'gone@example.com',
      name: 'Gone',
      metadata: { __external_id: 'gone', reason: 'moved' },
      modified_at: calendar(-20),
      deleted_at: calendar(-20),
    },
  ];
}

/** The people of the team without an e-mail address. */
export function createMembers(calendar: Calendar): readonly MemberRecord[] {
  return teamMembers.map((member, index) => ({
    id: memberId(member),
    created_at: calendar(-50),
    modified_at: null,
    customer_id: customerId('team-initech'),
    email: `${member}@initech.example`,
    name: index === 0 ? null : member,
    external_id: index === 1 ? 'member-ann' : null,
    role: index === 0 ? 'owner' : 'member',
  }));
}

/** The id of a seeded member. */
export function memberId(member: string): string {
  return polarId('member', member);
}

function manyEntries(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Array.from({ length: 50 }, (_, index) => [`entry_${index + 1}`, `value ${index + 1}`]),
  );
}
