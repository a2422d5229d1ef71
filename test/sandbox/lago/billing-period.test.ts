import { describe, expect, it } from 'vitest';
import { type Interval, periodAt } from '../../../src/sandbox/lago/billing-period.ts';
import { decimal, formatDecimal } from '../../../src/sandbox/lago/decimal.ts';
import type { LocalDate } from '../../../src/sandbox/lago/local-date.ts';
import { chargeAmount } from '../../../src/sandbox/lago/plan.ts';

function period(time: string, interval: Interval, anchor: LocalDate | null, timezone: string): string {
  const { from, to } = periodAt(new Date(time), interval, anchor, timezone);
  return `${from.toISOString().slice(0, 19)} ${to.toISOString().slice(0, 19)}`;
}

describe('a billing period', () => {
  it.each<readonly [Interval, string, string]>([
    ['weekly', '2026-08-21T13:00:00Z', '2026-08-17T00:00:00 2026-08-23T23:59:59'],
    ['weekly', '2020-01-01T00:00:00Z', '2019-12-30T00:00:00 2020-01-05T23:59:59'],
    ['monthly', '2026-08-21T13:00:00Z', '2026-08-01T00:00:00 2026-08-31T23:59:59'],
    ['monthly', '2026-08-31T23:59:59Z', '2026-08-01T00:00:00 2026-08-31T23:59:59'],
    ['quarterly', '2026-08-21T13:00:00Z', '2026-07-01T00:00:00 2026-09-30T23:59:59'],
    ['semiannual', '2026-06-30T13:00:00Z', '2026-01-01T00:00:00 2026-06-30T23:59:59'],
    ['yearly', '2026-08-21T13:00:00Z', '2026-01-01T00:00:00 2026-12-31T23:59:59'],
  ])('follows the calendar: %s at %s', (interval, time, expected) => {
    expect(period(time, interval, null, 'UTC')).toBe(expected);
  });

  const lastOfJanuary = { year: 2025, month: 1, day: 31 };
  const leapDay = { year: 2024, month: 2, day: 29 };
  it.each<readonly [Interval, LocalDate, string, string]>([
    ['monthly', lastOfJanuary, '2026-02-27T12:00:00Z', '2026-01-31T00:00:00 2026-02-27T23:59:59'],
    ['monthly', lastOfJanuary, '2026-02-28T12:00:00Z', '2026-02-28T00:00:00 2026-03-30T23:59:59'],
    ['quarterly', lastOfJanuary, '2026-05-01T12:00:00Z', '2026-04-30T00:00:00 2026-07-30T23:59:59'],
    ['yearly', leapDay, '2026-02-28T12:00:00Z', '2026-02-28T00:00:00 2027-02-27T23:59:59'],
    ['yearly', leapDay, '2028-02-28T12:00:00Z', '2027-02-28T00:00:00 2028-02-28T23:59:59'],
    ['weekly', lastOfJanuary, '2025-02-07T12:00:00Z', '2025-02-07T00:00:00 2025-02-13T23:59:59'],
  ])('follows its anniversary: %s from %j at %s', (interval, anchor, time, expected) => {
    expect(period(time, interval, anchor, 'UTC')).toBe(expected);
  });

  it.each([
    ['Pacific/Kiritimati', '2026-08-31T10:00:00Z', '2026-08-31T10:00:00 2026-09-30T09:59:59'],
    ['Pacific/Honolulu', '2026-09-01T09:59:59Z', '2026-08-01T10:00:00 2026-09-01T09:59:59'],
    ['Asia/Kolkata', '2026-08-21T13:00:00Z', '2026-07-31T18:30:00 2026-08-31T18:29:59'],
    ['Europe/Berlin', '2026-03-15T12:00:00Z', '2026-02-28T23:00:00 2026-03-31T21:59:59'],
    ['America/New_York', '2026-11-15T12:00:00Z', '2026-11-01T04:00:00 2026-12-01T04:59:59'],
  ])('begins and ends at midnight in %s', (timezone, time, expected) => {
    expect(period(time, 'monthly', null, timezone)).toBe(expected);
  });
});

describe('a price', () => {
  const graduated = {
    charge_model: 'graduated',
    properties: {
      graduated_ranges: [
        { from_value: 0, to_value: 10, per_unit_amount: decimal('1'), flat_amount: decimal('5') },
        { from_value: 11, to_value: null, per_unit_amount: decimal('0.5'), flat_amount: 0n },
      ],
    },
  } as const;
  const packaged = {
    charge_model: 'package',
    properties: { amount: decimal('3'), free_units: 5, package_size: 10 },
  } as const;
  const standard = { charge_model: 'standard', properties: { amount: decimal('0.02') } } as const;

  it.each([
    ['standard', standard, '12.5', '0.25'],
    ['package', packaged, '5', '0.0'],
    ['package', packaged, '15', '3.0'],
    ['package', packaged, '15.1', '6.0'],
    ['graduated', graduated, '0', '0.0'],
    ['graduated', graduated, '10', '15.0'],
    ['graduated', graduated, '12', '16.0'],
  ])('that is %s comes to the right amount (case %#)', (_model, pricing, units, expected) => {
    expect(formatDecimal(chargeAmount(pricing, decimal(units)))).toBe(expected);
  });
});
