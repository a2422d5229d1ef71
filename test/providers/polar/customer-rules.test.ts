import { describe, expect, it } from 'vitest';
import type { CustomerChanges, NewCustomer } from '../../../src/billing/customer-write.ts';
import { type FieldIssue, WriteRefusal } from '../../../src/billing/write-refusal.ts';
import { checkChanges } from '../../../src/providers/customer-rules.ts';
import { checkNewPolarCustomer, customerRules } from '../../../src/providers/polar/customer-rules.ts';

/** The issues of an input as "path: message". */
function issuesOf(check: () => void): readonly string[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof WriteRefusal && error.refusal.kind === 'invalid')
      return error.refusal.issues.map(say);
    throw error;
  }
}

function say({ path, message }: FieldIssue): string {
  return `${path.join('.')}: ${message}`;
}

function issuesWithNew(customer: Partial<NewCustomer>): readonly string[] {
  const least = { externalId: 'orchard-7', email: 'mira@orchard.example' };
  return issuesOf(() => checkNewPolarCustomer({ ...least, ...customer }));
}

function issuesWithChanges(changes: CustomerChanges): readonly string[] {
  return issuesOf(() => checkChanges(customerRules, changes));
}

const missingCountry = 'address.country: is needed by this provider';

describe('a new Polar customer', () => {
  it('may have everything that there is a place for', () => {
    const all = {
      name: 'ü'.repeat(256),
      locale: 'de-AT',
      taxId: 'ATU12345678',
      address: { line1: '1', line2: null, city: 'Wien', state: null, postalCode: '1010', country: 'AT' },
      metadata: Array.from({ length: 50 }, (_, index) => ({
        key: `${index}`.padStart(40, 'k'),
        value: '🙂'.repeat(500),
      })),
    };
    expect(issuesWithNew(all)).toEqual([]);
  });

  it('is told of all that is wrong at once', () => {
    const wrong = {
      externalId: ' orchard-7',
      email: 'nobody',
      name: 'n'.repeat(257),
      phone: '1',
      currency: 'EUR',
      timezone: 'Europe/Vienna',
      locale: 'not a locale',
      taxId: 'ATU12345678\u2003',
      metadata: [
        { key: 'k'.repeat(41), value: '' },
        { key: 'long', value: 'v'.repeat(501) },
      ],
    };
    expect(issuesWithNew(wrong)).toEqual([
      'externalId: must not start or end with white space at this provider',
      'name: must not be longer than 256 characters',
      'email: must be an e-mail address',
      'phone: has no place at this provider',
      'currency: has no place at this provider',
      'timezone: has no place at this provider',
      'locale: must be a BCP 47 language tag, such as "de-AT"',
      'taxId: must not start or end with white space at this provider',
      missingCountry,
      'metadata.0.key: must not be longer than 40 characters',
      'metadata.0.value: must not be empty at this provider',
      'metadata.1.value: must not be longer than 500 characters',
    ]);
  });

  it('needs an e-mail address', () => {
    expect(issuesWithNew({ email: null })).toEqual(['email: is needed by this provider']);
  });

  it('has no more than 50 entries of metadata', () => {
    const metadata = Array.from({ length: 51 }, (_, index) => ({ key: `${index}`, value: 'x' }));
    expect(issuesWithNew({ metadata })).toEqual([
      'metadata: must not have more than 50 entries at this provider',
    ]);
  });

  it.each([
    [{ taxId: 'ATU12345678' }],
    [{ taxId: 'ATU12345678', address: null }],
    [{ taxId: 'ATU12345678', address: {} }],
    [{ address: { city: 'Wien' } }],
    [{ address: { city: 'Wien', country: null } }],
  ])('needs a country with %j', (customer) => {
    expect(issuesWithNew(customer)).toEqual([missingCountry]);
  });

  it.each([
    [{ taxId: null, address: null }],
    [{ address: {} }],
    [{ address: { line1: null, country: null } }],
    [{ taxId: 'ATU12345678', address: { country: 'AT' } }],
  ])('is complete with %j', (customer) => {
    expect(issuesWithNew(customer)).toEqual([]);
  });

  it.each(['at', 'AUT', 'Austria'])('has no country %j', (country) => {
    expect(issuesWithNew({ address: { country } })).toEqual([
      'address.country: must be an ISO 3166-1 alpha-2 code in upper case, such as "DE"',
    ]);
  });
});

describe('changes of a Polar customer', () => {
  it('may clear the name, the locale, the tax id, the metadata and parts of the address', () => {
    const address = { line1: null, line2: null, city: null, state: null, postalCode: null };
    expect(issuesWithChanges({ name: null, locale: null, taxId: null, metadata: null, address })).toEqual([]);
  });

  it('may clear what there is no place for', () => {
    expect(issuesWithChanges({ phone: null, currency: null, timezone: null })).toEqual([]);
  });

  it('may not clear the rest', () => {
    expect(issuesWithChanges({ externalId: null, email: null, address: null })).toEqual([
      'externalId: cannot be cleared',
      'email: cannot be cleared at this provider',
      'address: cannot be cleared at this provider',
    ]);
    expect(issuesWithChanges({ address: { country: null } })).toEqual([
      'address.country: cannot be cleared at this provider',
    ]);
  });

  it('need not name the country again', () => {
    expect(issuesWithChanges({ taxId: 'ATU12345678', address: { city: 'Graz' } })).toEqual([]);
  });
});
