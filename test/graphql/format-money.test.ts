import { afterEach, expect, it, vi } from 'vitest';
import { parseDecimal } from '../../src/billing/decimal.ts';
import { createFormatMoney } from '../../src/graphql/format-money.ts';

const formatMoney = createFormatMoney();

it.each([
  ['12.5', 'EUR', 'en', '€12.50'],
  ['12.5', 'EUR', 'de-DE', '12,50 €'],
  ['-1234567.8', 'USD', 'en', '-$1,234,567.80'],
  ['1250', 'JPY', 'en', '¥1,250'],
  ['1.25', 'KWD', 'en', 'KWD 1.250'],
  ['0.0025', 'USD', 'en', '$0.0025'],
  ['90071992547409931.01', 'USD', 'en', '$90,071,992,547,409,931.01'],
  ['1', 'EUR', 'not a language', null],
  ['1', 'EUR', `en-x-${'abcdefgh-'.repeat(8)}z`, null],
  ['12.5', 'EUR', 'de_DE', '12,50 €'],
  ['12.5', 'USD', 'en', '$12.50'],
  ['0.00', 'EUR', 'en', '€0.00'],
])('shows %s %s in %s as %s', (amount, currency, locale, expected) => {
  const decimal = parseDecimal(amount) ?? expect.fail(`${amount} is not a decimal`);
  const formatted = formatMoney({ amount: decimal, currency }, locale);
  expect(formatted?.replaceAll(/\s/g, ' ') ?? null).toBe(expected);
});

afterEach(() => void vi.unstubAllGlobals());

it('makes a format once, for as long as it is used', () => {
  const made: unknown[] = [];
  class CountedFormat extends Intl.NumberFormat {
    constructor(locale?: string, options?: Intl.NumberFormatOptions) {
      made.push(locale);
      super(locale, options);
    }
  }
  const format = createFormatMoney();
  const amount = parseDecimal('1') ?? expect.fail();
  const show = (locale: string) => format({ amount, currency: 'EUR' }, locale);
  // What is known of the currency is found out here.
  show('fr');
  vi.stubGlobal('Intl', { NumberFormat: CountedFormat });
  for (const locale of ['en', 'de', 'en', 'de', 'not a language', 'not a language']) show(locale);
  expect(made).toEqual(['en', 'de', 'not a language']);
  // Of languages that clients invent there is no end.
  for (let other = 0; other < 50; other += 1) show(`en-x-${other}`);
  show('en');
  expect(made.filter((locale) => locale === 'en')).toHaveLength(2);
});
