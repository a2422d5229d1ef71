import { describe, expect, it } from 'vitest';
import {
  createCall,
  createLago,
  fixtureRecord,
  fixtureText,
  linesOf,
  listed,
  ok,
  plain,
  refusal,
  routes,
} from './support.ts';

const path = '/customers/team-7/applied_coupons';
const upstream = routes({ [path]: () => ok(fixtureText('applied-coupons')) });

const clearSky = {
  key: '5e4d3c2b-1a09-4f8e-9d7c-6b5a49382710:team-7',
  couponId: '6f5e4d3c-2b1a-4098-8e7d-5c4b3a291811',
  code: 'CLEARSKY',
  name: 'Clear sky',
  kind: 'FIXED',
  amountOff: { amount: '25', currency: 'EUR' },
  percentOff: null,
  amountRemaining: { amount: '12.5', currency: 'EUR' },
  duration: 'ONCE',
  periodsRemaining: null,
  status: 'ACTIVE',
  appliedAt: '2026-01-12T07:31:00.000Z',
  expiresAt: '2026-06-30T21:59:59.000Z',
  subscriptionId: null,
};

const newMoon = {
  key: '5e4d3c2b-1a09-4f8e-9d7c-6b5a49382713:team-7',
  couponId: '6f5e4d3c-2b1a-4098-8e7d-5c4b3a291814',
  code: 'NEWMOON',
  name: 'New moon',
  kind: 'PERCENTAGE',
  amountOff: null,
  percentOff: '12.5',
  amountRemaining: null,
  duration: 'REPEATING',
  periodsRemaining: 2,
  status: 'INACTIVE',
  appliedAt: '2025-12-01T10:00:00.000Z',
  expiresAt: null,
  subscriptionId: null,
};

describe('coupons of Lago', () => {
  it('are the active ones by default, whatever Lago makes of the filter', async () => {
    const { lago, sent } = createLago(upstream);
    const found = await lago.coupons.ofCustomers(['team-7'], { includeInactive: false }, createCall());
    expect(linesOf(sent)).toEqual([`GET ${path}?status=active&page=1&per_page=100`]);
    expect(plain(found)).toEqual({ 'team-7': [clearSky] });
  });

  it('are all of them, with their status, when inactive ones are wanted', async () => {
    const { lago, sent } = createLago(upstream);
    const found = await lago.coupons.ofCustomers(['team-7'], { includeInactive: true }, createCall());
    expect(linesOf(sent)).toEqual([`GET ${path}?page=1&per_page=100`]);
    expect(plain(found)).toEqual({ 'team-7': [clearSky, newMoon] });
  });

  it('stay active when the coupon has expired for those who do not have it yet', async () => {
    const record = fixtureRecord('applied-coupons', 'applied_coupons');
    const expired = { ...record, coupon_status: 'terminated', expiration_at: '2020-01-01T00:00:00Z' };
    const { lago } = createLago((request) => listed('applied_coupons', [expired], request));
    const found = await lago.coupons.ofCustomers(['team-7'], { includeInactive: false }, createCall());
    expect(found.get('team-7')).toMatchObject([{ code: 'CLEARSKY', status: 'ACTIVE' }]);
  });

  it('of an unknown customer are absent', async () => {
    const { lago } = createLago(() => refusal(404, 'customer_not_found'));
    const found = await lago.coupons.ofCustomers(['team-7'], { includeInactive: false }, createCall());
    expect(found).toEqual(new Map());
  });
});
