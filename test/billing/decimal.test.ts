import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDecimal, isWhole, parseDecimal, sum, zero } from '../../src/billing/decimal.ts';

const decimalOf = (text: string) => parseDecimal(text) ?? expect.fail(`${text} is not a decimal`);

describe('decimals', () => {
  it.each([
    ['12.50', '12.5'],
    ['0', '0'],
    ['-0', '0'],
    ['-0.00', '0'],
    ['007', '7'],
    ['-3.25', '-3.25'],
    ['1e3', '1000'],
    ['1.5E-7', '0.00000015'],
    ['9007199254740993', '9007199254740993'],
    [
      '123456789012345678901234567890.000000000000000000000000000001',
      '123456789012345678901234567890.000000000000000000000000000001',
    ],
  ])('prints %s as %s', (text, printed) => {
    expect(formatDecimal(decimalOf(text))).toBe(printed);
  });

  it.each([
    '',
    ' ',
    '1,5',
    '.5',
    '1.',
    'NaN',
    'Infinity',
    '0x10',
    '1e9999',
    '--1',
    '1 2',
    `1${'0'.repeat(300)}`,
  ])('does not take %j for a number', (text) => {
    expect(parseDecimal(text)).toBeNull();
  });

  it('sums exactly, whatever the order and the size', () => {
    const part = fc.tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.nat({ max: 12 }));
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const scale = 12;
        const exact = parts.reduce(
          (total, [digits, places]) => total + digits * 10n ** BigInt(scale - places),
          0n,
        );
        const added = sum(parts.map(([digits, places]) => decimalOf(`${digits}e-${places}`)));
        expect(added.eq(decimalOf(`${exact}e-${scale}`))).toBe(true);
      }),
    );
  });

  it.each([
    ['0', true],
    ['-0', true],
    ['7', true],
    ['-1200', true],
    ['25.00', true],
    ['1e30', true],
    ['9223372036854775807', true],
    ['0.5', false],
    ['-1.25', false],
    ['1e-7', false],
    ['1000000.000000000000000000000000000001', false],
  ])('knows whether %s is whole', (text, whole) => {
    expect(isWhole(decimalOf(text))).toBe(whole);
  });

  it('sums nothing to zero', () => {
    expect(sum([]).eq(zero)).toBe(true);
  });
});
