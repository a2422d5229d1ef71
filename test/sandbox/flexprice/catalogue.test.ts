import { describe, expect, test } from 'vitest';
import { idOf } from '../../../src/sandbox/flexprice/seed/names.ts';
import { openSandbox } from './open-sandbox.ts';
import { listOf } from './rows.ts';

describe('searching features', () => {
  test.each<readonly [string, object, readonly string[]]>([
    ['lookup keys', { lookup_keys: ['sso', 'seats', 'none'] }, ['seats', 'sso']],
    ['one lookup key', { lookup_key: 'region' }, ['region']],
    ['ids', { feature_ids: [idOf.feature('limits')] }, ['limits']],
    ['meters', { meter_ids: [idOf.meter('emails')] }, ['emails']],
    ['a part of the name', { name_contains: 'LIMIT' }, ['limits']],
    ['a status', { status: 'archived' }, ['fax']],
    [
      'a condition',
      { filters: [{ field: 'type', operator: 'eq', data_type: 'string', value: { string: 'config' } }] },
      ['limits'],
    ],
  ])('by %s', (_, filter, expected) => {
    const { json } = openSandbox().post('/features/search', { limit: 1000, ...filter });
    expect(listOf(json, 'items').map((row) => row.get('lookup_key'))).toEqual(expected);
  });

  test('tells every field, and the meter on demand', () => {
    const sandbox = openSandbox();
    const { json } = sandbox.post('/features/search', { lookup_key: 'emails', expand: 'meters' });
    expect(json).toMatchObject({
      items: [
        {
          id: idOf.feature('emails'),
          name: 'E-mails',
          description: '',
          meter_id: idOf.meter('emails'),
          metadata: null,
          unit_singular: 'e-mail',
          unit_plural: 'e-mails',
          created_by: '',
          meter: { event_name: 'emails.used', filters: [{ key: 'kind' }], reset_usage: 'BILLING_PERIOD' },
        },
      ],
      pagination: { total: 1, limit: 50, offset: 50 },
    });
    const plain = sandbox.post('/features/search', { lookup_keys: ['sso'], expand: 'meters' });
    expect(listOf(plain.json, 'items')[0]?.has('meter')).toBe(false);
  });

  test.each([
    { field: 'type', operator: 'eq', data_type: 'string' },
    { operator: 'eq', data_type: 'string', value: {} },
    { field: 'type', operator: 'resembles', data_type: 'string', value: {} },
    { field: 'type', operator: 'eq', data_type: 'colour', value: {} },
  ])('refuses the incomplete condition %j', (condition) => {
    expect(openSandbox().post('/features/search', { filters: [condition] })).toMatchObject({
      status: 400,
      json: { code: 'validation_error' },
    });
  });
});

describe('coupons', () => {
  test('are searched by id and code, and their page tells the offset that was asked for', () => {
    const sandbox = openSandbox();
    expect(
      sandbox.post('/coupons/search', { coupon_codes: ['FIVE', 'LAUNCH20'], offset: 1 }).json,
    ).toMatchObject({
      items: [{ coupon_code: 'FIVE' }],
      pagination: { total: 2, limit: 50, offset: 1 },
    });
    expect(sandbox.post('/coupons/search', { coupon_ids: [idOf.coupon('500 yen')] }).json).toMatchObject({
      items: [{ type: 'fixed', amount_off: '500', percentage_off: '0', currency: 'jpy', cadence: 'once' }],
    });
    expect(sandbox.post('/coupons/search', { filters: [{ field: 'name' }] }).status).toBe(400);
  });

  test('are told one by one', () => {
    const sandbox = openSandbox();
    const { json } = sandbox.get(`/coupons/${idOf.coupon('Last winter')}`);
    expect(json).toMatchObject({
      redeem_after: null,
      redeem_before: '2026-01-17T00:00:00Z',
      max_redemptions: null,
      total_redemptions: 3,
      rules: null,
      amount_off: '0',
      percentage_off: '15',
      type: 'percentage',
      duration_in_periods: null,
      currency: '',
      metadata: null,
    });
    expect(json).not.toHaveProperty('coupon_code');
    expect(sandbox.get('/coupons/coupon_none').status).toBe(404);
  });
});

describe('coupon associations', () => {
  const of = (...names: readonly string[]) =>
    names.map((name) => `subscription_ids=${idOf.subscription(name)}`).join('&');

  test('always carry their coupon', () => {
    const { json } = openSandbox().get(`/coupons/associations?${of('acct-1')}`);
    expect(json).toMatchObject({
      items: [
        { coupon_id: idOf.coupon('Launch 20'), coupon: { name: 'Launch 20', percentage_off: '20' } },
        {
          coupon: { name: 'Five euros' },
          end_date: '2026-04-27T00:00:00Z',
          metadata: { given_by: 'support' },
        },
      ],
      pagination: { total: 2, limit: 50, offset: 50 },
    });
    expect(listOf(json, 'items')[0]?.has('end_date')).toBe(false);
  });

  test.each([
    [of('acct-1', 'acct-5', 'acct-5 second'), 4],
    [`subscription_ids=${idOf.subscription('acct-1')},${idOf.subscription('acct-5')}`, 0],
    [of('acct-7'), 1],
    [of('acct-16'), 0],
    [`${of('acct-16')}&status=deleted`, 1],
    [`coupon_ids=${idOf.coupon('500 yen')}`, 1],
    [`subscription_line_item_ids=${idOf.lineItem('acct-1 fee')}`, 1],
    ['subscription_phase_ids=phase_none', 0],
    [of('acct-11', 'acct-12', 'acct-13', 'acct-14'), 4],
    [`${of('acct-11', 'acct-12', 'acct-13', 'acct-14')}&active_only=true`, 1],
    [`${of('acct-11', 'acct-12')}&active_only=true&period_end=2027-01-01T00:00:00Z`, 1],
    [`${of('acct-11', 'acct-12')}&active_only=true&period_start=2026-01-01T00:00:00Z`, 1],
    [`${of('acct-14')}&active_only=true&period_start=2025-01-01T00:00:00Z`, 0],
  ])('for %s are found', (query, count) => {
    expect(listOf(openSandbox().get(`/coupons/associations?${query}`).json, 'items')).toHaveLength(count);
  });

  test('are limited only by default or on demand', () => {
    const sandbox = openSandbox();
    expect(sandbox.get('/coupons/associations').json).toMatchObject({
      pagination: { limit: 50, offset: 50 },
    });
    expect(sandbox.get('/coupons/associations?limit=3').json).toMatchObject({
      pagination: { total: 10, limit: 3, offset: 3 },
    });
    const { json } = sandbox.get('/coupons/associations?offset=2');
    expect(json).toMatchObject({ pagination: { total: 10, limit: 0, offset: 2 } });
    expect(listOf(json, 'items')).toHaveLength(8);
  });

  test('show their line item on demand', () => {
    const target = `/coupons/associations?${of('acct-1')}&expand=subscription_line_items`;
    expect(openSandbox().get(target).json).toMatchObject({
      items: [{}, { subscription_line_item: { id: idOf.lineItem('acct-1 fee'), price_type: 'FIXED' } }],
    });
  });

  test('take a hundred subscriptions at once and no more', () => {
    const sandbox = openSandbox();
    const ids = (count: number) =>
      Array.from({ length: count }, (_, n) => `subscription_ids=subs_${n}`).join('&');
    expect(sandbox.get(`/coupons/associations?${ids(100)}`).status).toBe(200);
    expect(sandbox.get(`/coupons/associations?${ids(101)}`).status).toBe(400);
    expect(sandbox.get('/coupons/associations?expand=subscription').status).toBe(400);
  });
});
