import { describe, expect, test } from 'vitest';
import { creditGrantSchema } from '../../../../src/providers/flexprice/wire/credit-grant.ts';
import {
  toUpcomingGrant,
  upcomingGrantListSchema,
} from '../../../../src/providers/flexprice/wire/upcoming-grant.ts';
import { decimal, rowLike } from '../support.ts';

const definitionWith = (changes: object) =>
  creditGrantSchema.parse({ id: 'cg_a', name: 'Alpha', ...changes });

function mapped(
  row: Readonly<Record<string, unknown>>,
  definition: object | null,
  currency: string | null = null,
) {
  const { items } = upcomingGrantListSchema.parse({ items: [rowLike('upcoming-grants', row)] });
  const context = { definition: definition && definitionWith(definition), currency };
  return (items ?? []).map((each) => toUpcomingGrant(each, context))[0];
}

describe('an upcoming grant', () => {
  const scheduled_for = '2028-01-31T22:00:00-05:00';
  const period_end = '2028-03-01T00:00:00Z';
  const forDuration = (count: number | null, unit: string | null) => ({
    expiration_type: 'DURATION',
    expiration_duration: count,
    expiration_duration_unit: unit,
  });

  test.each([
    [forDuration(3, 'DAY'), '2028-02-04T03:00:00.000Z'],
    [forDuration(1, 'WEEK'), '2028-02-08T03:00:00.000Z'],
    [forDuration(1, 'MONTH'), '2028-03-01T03:00:00.000Z'],
    [forDuration(2, 'YEAR'), '2030-02-01T03:00:00.000Z'],
    [forDuration(0, 'DAY'), '2028-02-01T03:00:00.000Z'],
    [forDuration(100_000, 'YEAR'), '+102028-02-01T03:00:00.000Z'],
    [forDuration(1, 'FORTNIGHT'), null],
    [forDuration(1, null), null],
    [forDuration(null, 'DAY'), null],
    [{ expiration_type: 'BILLING_CYCLE' }, '2028-03-01T00:00:00.000Z'],
    [{ expiration_type: 'NEVER' }, null],
    [{ expiration_type: 'ON_A_WHIM' }, null],
    [{ expiration_type: '' }, null],
    [{}, null],
    [null, null],
  ])('with %o expires at %s', (definition, expiresAt) => {
    expect(mapped({ scheduled_for, period_end }, definition)?.expiresAt?.toISOString() ?? null).toBe(
      expiresAt,
    );
  });

  test('that ends with a period which nobody knows has no known end', () => {
    expect(mapped({ period_end: undefined }, { expiration_type: 'BILLING_CYCLE' })?.expiresAt).toBeNull();
  });

  test('keeps to the day of the month that there is', () => {
    const definition = forDuration(1, 'MONTH');
    expect(mapped({ scheduled_for: '2027-01-31T12:00:00Z' }, definition)?.expiresAt).toEqual(
      new Date('2027-02-28T12:00:00Z'),
    );
  });

  test.each([
    ['750.25', '0.04', 'USD', { amount: decimal('30.01'), currency: 'USD' }],
    ['100', '1', 'JPY', { amount: decimal('100'), currency: 'JPY' }],
    ['1', '0.005', 'KWD', { amount: decimal('0.005'), currency: 'KWD' }],
    ['12345678901234567890.1', '0.1', 'EUR', { amount: decimal('1234567890123456789.01'), currency: 'EUR' }],
    ['5', '0', 'EUR', { amount: decimal('0'), currency: 'EUR' }],
    ['5', null, 'EUR', null],
    ['5', undefined, 'EUR', null],
    ['5', '1', null, null],
  ])('of %s credits at %s in %s', (credits, conversion_rate, currency, amount) => {
    expect(mapped({ credits }, { conversion_rate }, currency)?.amount).toEqual(amount);
  });

  test.each([
    [{ name: 'Alpha' }, 'Alpha'],
    [{ name: '' }, null],
    [null, null],
  ])('with the definition %o is called %s', (definition, name) => {
    expect(mapped({}, definition)?.name).toBe(name);
  });

  test.each([
    { id: '' },
    { conversion_rate: 'cheap' },
    { expiration_duration: 1.5 },
    { expiration_duration: -1 },
    { expiration_duration: 1_000_000 },
  ])('is refused with the definition %o', (definition) => {
    expect(() => definitionWith(definition)).toThrow();
  });
});
