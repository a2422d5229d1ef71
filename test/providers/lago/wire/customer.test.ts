import { describe, expect, it } from 'vitest';
import {
  customerSchema,
  customerTimezoneSchema,
  toCustomer,
} from '../../../../src/providers/lago/wire/customer.ts';
import { type Fields, fixtureRecord, plain } from '../support.ts';

const record = fixtureRecord('customer', 'customer');

function map(fields: Fields) {
  return plain(toCustomer('lago-test', customerSchema.parse({ ...record, ...fields }), {}));
}

const noAddress = {
  address_line1: null,
  address_line2: '',
  city: undefined,
  state: null,
  zipcode: null,
  country: null,
};

describe('toCustomer', () => {
  it.each([
    [{ name: 'Kiel' }, { name: 'Kiel' }],
    [{ name: null }, { name: 'Maren Petersen' }],
    [{ name: '', firstname: null }, { name: 'Petersen' }],
    [{ name: null, lastname: '' }, { name: 'Maren' }],
    [{ name: null, firstname: null, lastname: null }, { name: null }],
    [
      { email: '', phone: null },
      { email: null, phone: null },
    ],
    [{ currency: 'jpy' }, { currency: 'JPY' }],
    [{ currency: null }, { currency: null }],
    [{ currency: '' }, { currency: null }],
    [{ timezone: 'Asia/Tokyo', applicable_timezone: 'UTC' }, { timezone: 'Asia/Tokyo' }],
    [{ timezone: null, applicable_timezone: 'UTC' }, { timezone: 'UTC' }],
    [{ billing_configuration: { document_locale: null } }, { locale: null }],
    [{ billing_configuration: null }, { locale: null }],
    [{ tax_identification_number: '' }, { taxId: null }],
    [noAddress, { address: null }],
    [
      { ...noAddress, country: 'JP' },
      { address: { line1: null, line2: null, city: null, state: null, postalCode: null, country: 'JP' } },
    ],
    [{ metadata: [] }, { metadata: [] }],
    [{ metadata: null }, { metadata: [] }],
    [{ metadata: [{ key: 'n', value: 5, lago_id: 'x' }] }, { metadata: [{ key: 'n', value: '5' }] }],
    [{ updated_at: null }, { updatedAt: null }],
    [{ created_at: '2026-01-12T08:30:00.5+01:00' }, { createdAt: '2026-01-12T07:30:00.500Z' }],
    [{ updated_at: '0001-01-01T00:00:00Z' }, { updatedAt: null }],
    [{ account_type: 'a word of tomorrow', a_key_of_tomorrow: {} }, { key: 'team-7' }],
  ])('reads %j as %j', (fields, expected) => {
    expect(map(fields)).toMatchObject(expected);
  });

  it.each([
    { lago_id: null },
    { external_id: 7 },
    { created_at: null },
    { created_at: '2026-01-12' },
    { name: 4 },
  ])('refuses %j', (fields) => {
    expect(customerSchema.safeParse({ ...record, ...fields }).success).toBe(false);
  });
});

describe("a customer's time zone on the wire", () => {
  it.each([
    ['Europe/Berlin', true],
    ['UTC', true],
    // Another name of America/New_York, which no list of zones has.
    ['US/Eastern', true],
    ['Mars/Olympus', false],
    ['', false],
  ])('%j is one: %s', (applicable_timezone, isOne) => {
    expect(customerTimezoneSchema.safeParse({ applicable_timezone }).success).toBe(isOne);
  });
});
