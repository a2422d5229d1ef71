/** Somebody who is a customer, at one provider or at several. */
export interface Person {
  readonly externalId: string;
  readonly name: string;
  readonly email: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly city: string;
  readonly postalCode: string;
  /** IANA name. */
  readonly timezone: string;
  /** ISO 4217, upper case. */
  readonly currency: string;
}

const places = [
  { country: 'DE', city: 'Berlin', postalCode: '10115', timezone: 'Europe/Berlin', currency: 'EUR' },
  { country: 'US', city: 'New York', postalCode: '10001', timezone: 'America/New_York', currency: 'USD' },
  { country: 'JP', city: 'Tokyo', postalCode: '100-0001', timezone: 'Asia/Tokyo', currency: 'JPY' },
  { country: 'KW', city: 'Kuwait City', postalCode: '13001', timezone: 'Asia/Kuwait', currency: 'KWD' },
  { country: 'GB', city: 'London', postalCode: 'EC1A 1BB', timezone: 'Europe/London', currency: 'GBP' },
  { country: 'IN', city: 'Pune', postalCode: '411001', timezone: 'Asia/Kolkata', currency: 'USD' },
] as const;

const names = [
  'Ada Lovelace',
  'Grace Hopper',
  'Alan Turing',
  'Katherine Johnson',
  'Edsger Dijkstra',
  'Barbara Liskov',
  'Donald Knuth',
  'Hedy Lamarr',
  'Dennis Ritchie',
  'Margaret Hamilton',
  'Ken Thompson',
  'Radia Perlman',
  'Tony Hoare',
  'Frances Allen',
  'John Backus',
  'Jean Bartik',
  'Niklaus Wirth',
  'Annie Easley',
  'Claude Shannon',
  'Karen Jones',
] as const;

/** Twenty people with the external ids acct-1 to acct-20, who are customers at all three providers. */
export const sharedPeople: readonly Person[] = names.map((name, index) =>
  person(`acct-${index + 1}`, name, index),
);

/** So many people of one provider's own; their external ids begin with the prefix. */
export function createPeople(prefix: string, count: number): readonly Person[] {
  return Array.from({ length: count }, (_, index) =>
    person(
      `${prefix}-${index + 1}`,
      `${names[index % names.length]} ${prefix.toUpperCase()} ${index + 1}`,
      index,
    ),
  );
}

function person(externalId: string, name: string, index: number): Person {
  const place = places[index % places.length] ?? places[0];
  const mailbox = name.toLowerCase().replaceAll(' ', '.');
  return { externalId, name, email: `${mailbox}@example.com`, ...place };
}
