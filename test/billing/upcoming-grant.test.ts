import { expect, it } from 'vitest';
import { soonestFirst, type UpcomingGrant } from '../../src/billing/upcoming-grant.ts';

const grant = (key: string, day: string): UpcomingGrant => ({
  key,
  name: null,
  credits: null,
  unit: null,
  amount: null,
  scheduledFor: new Date(`2026-05-${day}T00:00:00Z`),
  expiresAt: null,
  estimated: false,
  requiresPayment: false,
  subscriptionId: null,
});

it('grants come soonest first, those of one time in the order they had', () => {
  const grants = [
    grant('late', '20'),
    grant('early', '02'),
    grant('first of two', '10'),
    grant('second of two', '10'),
  ];
  expect(soonestFirst(grants).map(({ key }) => key)).toEqual([
    'early',
    'first of two',
    'second of two',
    'late',
  ]);
  expect(soonestFirst([])).toEqual([]);
});
