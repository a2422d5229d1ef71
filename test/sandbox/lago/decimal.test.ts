import { describe, expect, it } from 'vitest';
import {
  decimal,
  formatDecimal,
  multiply,
  packagesFor,
  parseDecimal,
  toMinorUnits,
} from '../../../src/sandbox/lago/decimal.ts';

describe('decimals', () => {
  it.each([
    ['0', '0.0'],
    ['80', '80.0'],
    ['12.50', '12.5'],
    ['0.00001', '0.00001'],
    ['0.000019', '0.00001'],
    ['-7.125', '-7.125'],
    ['123456789012345678901234.5', '123456789012345678901234.5'],
  ])('%s is written %s', (text, expected) => {
    expect(formatDecimal(decimal(text))).toBe(expected);
  });

  it.each(['', 'ten', '1e3', '.5', '1,5', '1.', ' 1'])('"%s" is none', (text) => {
    expect(parseDecimal(text)).toBeNull();
    expect(() => decimal(text)).toThrow(RangeError);
  });

  it.each([
    ['160.25', '0.5', '80.125'],
    ['0.33333', '2.5', '0.83333'],
    ['-0.33333', '0.5', '-0.16667'],
  ])('%s times %s is %s, rounded away from zero', (left, right, product) => {
    expect(formatDecimal(multiply(decimal(left), decimal(right)))).toBe(product);
  });

  it.each([
    ['80.125', 'EUR', 8013],
    ['-80.125', 'EUR', -8013],
    ['80.124', 'EUR', 8012],
    ['1500.4', 'JPY', 1500],
    ['-7.125', 'KWD', -7125],
  ])('%s %s is %i minor units', (amount, currency, expected) => {
    expect(toMinorUnits(decimal(amount), currency)).toBe(expected);
  });

  it.each([
    ['-5', '0.0'],
    ['0', '0.0'],
    ['0.1', '1.0'],
    ['10', '1.0'],
    ['10.00001', '2.0'],
  ])('%s units fill %s packages of ten', (units, packages) => {
    expect(formatDecimal(packagesFor(decimal(units), decimal('10')))).toBe(packages);
  });
});
