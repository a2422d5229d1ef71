import { describe, expect, test } from 'vitest';
import {
  customerSchema,
  isPresent,
  lacksMetadata,
  toCustomer,
} from '../../../../src/providers/flexprice/wire/customer.ts';
import { rowLike } from '../support.ts';

const mapped = (changes: Readonly<Record<string, unknown>>) =>
  toCustomer('flexprice-eu', customerSchema.parse(rowLike('customers', changes)), null);

const noAddress = {
  address_line1: '',
  address_line2: undefined,
  address_city: null,
  address_state: '',
  address_postal_code: '',
  address_country: '',
};

describe('a customer', () => {
  test.each([
    [{ external_id: '' }, { externalId: null }],
    [{ name: '' }, { name: null }],
    [{ email: '' }, { email: null }],
    [{ contact: '' }, { phone: null }],
    [{ contact: undefined }, { phone: null }],
    [{ timezone: '' }, { timezone: null }],
    [{ metadata: null }, { metadata: [] }],
    [{ metadata: { tags: ['a', 1] } }, { metadata: [{ key: 'tags', value: '["a",1]' }] }],
    [{ updated_at: '0001-01-01T00:00:00Z' }, { updatedAt: null }],
    [{ created_at: '2026-03-01T00:00:00.5+13:00' }, { createdAt: new Date('2026-02-28T11:00:00.500Z') }],
    [noAddress, { address: null }],
    [{ ...noAddress, address_state: 'Bavaria' }, { address: { state: 'Bavaria', city: null, line2: null } }],
    [{ favourite_colour: 'teal' }, { key: 'cust_birch' }],
  ])('with %o has %o', (changes, expected) => {
    expect(mapped(changes)).toMatchObject(expected);
  });

  test.each([
    { id: '' },
    { id: undefined },
    { name: 5 },
    { created_at: undefined },
    { created_at: '2026-02-30T00:00:00Z' },
    { metadata: 'none' },
  ])('is refused with %o', (changes) => {
    expect(() => mapped(changes)).toThrow();
  });

  test.each([
    ['published', true],
    ['archived', false],
    ['deleted', false],
    ['a word of tomorrow', true],
    [null, true],
    [undefined, true],
  ])('whose row is %s is there: %s', (status, present) => {
    expect(isPresent({ id: 'cust_birch', status })).toBe(present);
  });

  test.each([
    [null, true],
    [undefined, true],
    [{}, false],
    [{ tier: 'gold' }, false],
  ])('whose metadata is %j has none to write into: %s', (metadata, lacking) => {
    expect(lacksMetadata(rowLike('customers', { metadata }))).toBe(lacking);
  });
});
