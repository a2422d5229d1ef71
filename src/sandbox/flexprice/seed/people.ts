import { createPeople, type Person, sharedPeople } from '../../people.ts';

/** External ids that are hard to put into a path, a query or a spreadsheet. */
const awkwardExternalIds: readonly string[] = [
  'north/south',
  'acme',
  'acme.io',
  'hash#1',
  'what?',
  '100%',
  '50%25',
  'blue moon',
  'c++',
  'salt & pepper',
  'tenant:42',
  'müller-7',
  '客户-8',
  `long-${'0123456789'.repeat(25)}`,
];

const rebornPeople = createPeople('reborn', 1);

/** Everybody who is a published customer, in the order of joining. */
export const people: readonly Person[] = [
  ...sharedPeople,
  ...createPeople('fx', 45),
  ...createPeople('awkward', awkwardExternalIds.length).map((person, index) => ({
    ...person,
    externalId: awkwardExternalIds[index] ?? person.externalId,
  })),
  ...rebornPeople,
];

/** Everybody who is an archived customer. reborn-1 has come back under the same external id. */
export const archivedPeople: readonly Person[] = [...createPeople('gone', 1), ...rebornPeople];

/** The currency in which the person is billed, as the provider spells it. */
export function currencyOf(externalId: string): string {
  const person = people.find((candidate) => candidate.externalId === externalId);
  return (person?.currency ?? 'USD').toLowerCase();
}
