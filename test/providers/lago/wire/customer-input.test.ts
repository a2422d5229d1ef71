import { describe, expect, it } from 'vitest';
import {
  storedMetadataSchema,
  toChanges,
  toMetadata,
  toNewCustomer,
} from '../../../../src/providers/lago/wire/customer-input.ts';

const everything = {
  name: 'Ada',
  email: 'ada@example.com',
  phone: '+44 20',
  currency: 'GBP',
  timezone: 'Europe/London',
  locale: 'en',
  taxId: 'GB1',
  address: { line1: 'a', line2: 'b', city: 'c', state: 'd', postalCode: 'e', country: 'GB' },
};

const sent = {
  name: 'Ada',
  email: 'ada@example.com',
  phone: '+44 20',
  currency: 'GBP',
  timezone: 'Europe/London',
  tax_identification_number: 'GB1',
  address_line1: 'a',
  address_line2: 'b',
  city: 'c',
  state: 'd',
  zipcode: 'e',
  country: 'GB',
  billing_configuration: { document_locale: 'en' },
};

const cleared = {
  name: null,
  email: null,
  phone: null,
  currency: null,
  timezone: null,
  locale: null,
  taxId: null,
  address: null,
};

describe('toNewCustomer', () => {
  it('sends every field that is given', () => {
    const metadata = [{ key: 'tier', value: 'gold' }];
    expect(toNewCustomer({ externalId: 'c1', ...everything, metadata })).toEqual({
      ...sent,
      metadata: [{ key: 'tier', value: 'gold', display_in_invoice: false }],
    });
  });

  it.each([
    {},
    { ...cleared, metadata: null },
    { address: {}, metadata: [] },
    { address: { line1: null, country: null } },
  ])('sends nothing of %j', (fields) => {
    expect(toNewCustomer({ externalId: 'c1', ...fields })).toEqual({});
  });
});

describe('toChanges', () => {
  it('sends what is there and nothing else', () => {
    expect(toChanges(everything)).toEqual(sent);
    expect(toChanges({ phone: '1' })).toEqual({ phone: '1' });
    expect(toChanges({ locale: 'de' })).toEqual({ billing_configuration: { document_locale: 'de' } });
    expect(toChanges({ address: { city: 'Kiel', state: null } })).toEqual({ city: 'Kiel', state: null });
  });

  it.each([{}, { address: {} }, { externalId: 'c1' }])('sends nothing for %j', (changes) => {
    expect(toChanges(changes)).toEqual({});
  });

  it('clears what is null, every part of an address included', () => {
    expect(toChanges(cleared)).toEqual({
      ...Object.fromEntries(Object.keys(sent).map((name) => [name, null])),
      billing_configuration: { document_locale: null },
    });
  });
});

describe('toMetadata', () => {
  const stored = storedMetadataSchema.parse({
    metadata: [
      { lago_id: 'm1', key: 'tier', value: 'gold', display_in_invoice: true, created_at: 'x' },
      { lago_id: 'm2', key: 'team', value: 'blue', display_in_invoice: false, created_at: 'x' },
    ],
  });

  it.each([
    [[], []],
    [[{ key: 'tier', value: 'gold' }], [{ id: 'm1', key: 'tier', value: 'gold', display_in_invoice: true }]],
    [
      [
        { key: 'new', value: '1' },
        { key: 'team', value: 'red' },
      ],
      [
        { key: 'new', value: '1', display_in_invoice: false },
        { id: 'm2', key: 'team', value: 'red', display_in_invoice: false },
      ],
    ],
    [[{ key: 'Tier', value: 'gold' }], [{ key: 'Tier', value: 'gold', display_in_invoice: false }]],
  ])('turns %j into %j', (entries, input) => {
    expect(toMetadata(entries, stored)).toEqual(input);
  });
});
