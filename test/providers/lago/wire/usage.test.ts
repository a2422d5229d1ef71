import { describe, expect, it } from 'vitest';
import { parseExactJson } from '../../../../src/http/exact-json.ts';
import {
  currentUsageSchema,
  pastUsageSchema,
  toUsage,
  toUsagePeriod,
} from '../../../../src/providers/lago/wire/usage.ts';
import { type Fields, fixtureRecord, fixtureText, now, plain } from '../support.ts';

const usage = fixtureRecord('current-usage', 'customer_usage');
const period = fixtureRecord('past-usage', 'usage_periods');

const charge = {
  units: '1.0',
  amount_cents: 100,
  amount_currency: 'EUR',
  billable_metric: { code: 'calls', name: 'Calls' },
};

function map(fields: Fields) {
  const parsed = currentUsageSchema.parse({ customer_usage: { ...usage, ...fields } });
  return plain(toUsage([{ subscriptionId: 'main', usage: parsed }], now));
}

describe('toUsage', () => {
  it.each([
    ['EUR', '12.34'],
    ['JPY', '1234'],
    ['KWD', '1.234'],
  ])('counts the minor units of %s', (currency, amount) => {
    const charges_usage = [{ ...charge, amount_cents: 1234, amount_currency: currency }];
    expect(map({ currency, amount_cents: 1234, charges_usage })).toMatchObject({
      items: [{ charge: { amount, currency } }],
      charges: [{ amount, currency }],
    });
  });

  it('keeps two charges of one metric apart', () => {
    expect(map({ charges_usage: [charge, { ...charge, units: '2.5' }] })).toMatchObject({
      items: [
        { feature: 'calls', quantity: '1' },
        { feature: 'calls', quantity: '2.5' },
      ],
    });
  });

  it('is exact for numbers that no JavaScript number holds', () => {
    const text = fixtureText('current-usage')
      .replace('"units": "84.2"', '"units": "98765432109876543210.98765"')
      .replaceAll('"amount_cents": 4210', '"amount_cents": 9007199254740993');
    const parsed = currentUsageSchema.parse(parseExactJson(text));
    expect(plain(toUsage([{ subscriptionId: 'main', usage: parsed }], now))).toMatchObject({
      items: [
        {
          quantity: '98765432109876543210.98765',
          charge: { amount: '90071992547409.93', currency: 'EUR' },
        },
        {},
      ],
      charges: [{ amount: '90071992547409.93', currency: 'EUR' }],
    });
  });

  it('has neither items nor charges without a subscription', () => {
    expect(toUsage([], now)).toEqual({ asOf: now, items: [], charges: [] });
  });

  it.each([
    { currency: null },
    { amount_cents: '4210' },
    { from_datetime: null },
    { charges_usage: null },
    { charges_usage: [{ ...charge, units: null }] },
    { charges_usage: [{ ...charge, units: 'many' }] },
    { charges_usage: [{ ...charge, amount_cents: null }] },
    { charges_usage: [{ ...charge, billable_metric: null }] },
  ])('refuses %j', (fields) => {
    expect(currentUsageSchema.safeParse({ customer_usage: { ...usage, ...fields } }).success).toBe(false);
  });
});

describe('toUsagePeriod', () => {
  it.each([
    ['0f0e0d0c-0b0a-4908-8706-050403020117', '0f0e0d0c-0b0a-4908-8706-050403020117'],
    [null, null],
  ])('takes the invoice %s as %s', (lago_invoice_id, invoiceId) => {
    const parsed = pastUsageSchema.parse({ ...period, lago_invoice_id });
    expect(toUsagePeriod(parsed, 'main')).toMatchObject({ invoiceId, subscriptionId: 'main' });
  });
});
