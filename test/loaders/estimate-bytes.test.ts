import { expect, it } from 'vitest';
import { parseDecimal } from '../../src/billing/decimal.ts';
import { estimateBytes } from '../../src/loaders/estimate-bytes.ts';

const plenty = 2 ** 30;

it.each([
  ['text', 'x'.repeat(1000), 2000],
  ['what lists hold', ['x'.repeat(500), { text: 'x'.repeat(500) }], 2000],
  ['the digits of numbers', { amount: parseDecimal('1'.repeat(100)) }, 100 * 8],
  ['what stands in two places twice', Array.from({ length: 2 }, () => 'x'.repeat(500)), 2000],
])('counts %s', (_what, value, least) => {
  expect(estimateBytes(value, plenty)).toBeGreaterThanOrEqual(least);
  expect(estimateBytes(value, plenty)).toBeLessThan(least * 10);
});

it('says that it is too much where it is nested as deep as nobody would', () => {
  let value: unknown = 'x';
  for (let level = 0; level < 100_000; level += 1) value = { value };
  expect(estimateBytes(value, plenty)).toBeGreaterThan(plenty);
});

it('does not count to the end of what is too much', () => {
  const asked: string[] = [];
  const rows = Array.from({ length: 1000 }, (_, index) => ({
    get text() {
      asked.push(`row ${index}`);
      return 'x'.repeat(1000);
    },
  }));
  expect(estimateBytes(rows, 10_000)).toBeGreaterThan(10_000);
  expect(asked.length).toBeLessThan(10);
});
