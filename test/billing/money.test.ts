import { describe, expect, it } from 'vitest';
import { formatDecimal, parseDecimal } from '../../src/billing/decimal.ts';
import { fromMinorUnits, type Money, sumByCurrency } from '../../src/billing/money.ts';

const decimalOf = (text: string) => parseDecimal(text) ?? expect.fail(`${text} is not a decimal`);
const money = (amount: string, currency: string): Money => ({ amount: decimalOf(amount), currency });
const printed = ({ amount, currency }: Money) => `${formatDecimal(amount)} ${currency}`;

describe('minor units', () => {
  it.each([
    ['1250', 'EUR', '12.5 EUR'],
    ['-1', 'USD', '-0.01 USD'],
    ['1250', 'JPY', '1250 JPY'],
    ['1250', 'KWD', '1.25 KWD'],
    ['12345', 'CLF', '1.2345 CLF'],
    ['0', 'EUR', '0 EUR'],
    ['0.25', 'USD', '0.0025 USD'],
    ['9007199254740993', 'EUR', '90071992547409.93 EUR'],
  ])('%s minor units of %s are %s', (units, currency, expected) => {
    expect(printed(fromMinorUnits(decimalOf(units), currency))).toBe(expected);
  });
});

describe('sums per currency', () => {
  it('adds what floats cannot, never across currencies, in the order of the codes', () => {
    const sums = sumByCurrency([
      money('0.1', 'USD'),
      money('5', 'EUR'),
      money('0.2', 'USD'),
      money('-5', 'EUR'),
    ]);
    expect(sums.map(printed)).toEqual(['0 EUR', '0.3 USD']);
  });

  it('is empty for no amounts', () => {
    expect(sumByCurrency([])).toEqual([]);
  });
});
