import { describe, expect, test } from 'vitest';
import { createPolar, idOf } from './support.ts';

describe('benefit grants', () => {
  test('in force have a date of granting, a customer and a benefit', () => {
    const polar = createPolar();
    const rows = polar.items(
      '/v1/benefit-grants/?external_customer_id=acct-1&is_granted=true&limit=100&sorting=created_at',
    );
    expect(rows.map(({ benefit }) => benefit)).toMatchObject([
      { type: 'downloadables' },
      { type: 'meter_credit', properties: { units: 10_000, rollover: false } },
      { type: 'meter_credit', properties: { units: 1_000_000, rollover: true } },
      { type: 'feature_flag', properties: {} },
      { type: 'license_keys', properties: { prefix: 'NORTH', limit_usage: null } },
      { type: 'downloadables' },
      { type: 'custom' },
    ]);
    for (const row of rows) {
      expect(row).toMatchObject({ is_granted: true, is_revoked: false, revoked_at: null, error: null });
      expect(row.granted_at).toEqual(expect.any(String));
      expect(row.customer).toMatchObject({ id: row.customer_id, external_id: 'acct-1' });
    }
  });

  test('of one benefit are several, one per subscription, order or member', () => {
    const polar = createPolar();
    const granted = (externalId: string) =>
      polar.items(`/v1/benefit-grants/?external_customer_id=${externalId}&is_granted=true&limit=100`);
    const handbooks = granted('acct-1').filter(({ benefit }) => JSON.stringify(benefit).includes('handbook'));
    expect(handbooks).toMatchObject([{ order_id: null }, { subscription_id: null }]);
    const credits = granted('team-initech').filter(({ benefit }) =>
      JSON.stringify(benefit).includes('50,000'),
    );
    expect(credits).toMatchObject([
      { member: { role: 'owner', name: null } },
      { member: { role: 'member', external_id: 'member-ann' } },
      { member: { role: 'member', name: 'bob' } },
    ]);
  });

  test('that are not granted are the revoked, the failed and the pending ones', () => {
    const polar = createPolar();
    const rows = polar.items(
      '/v1/benefit-grants/?external_customer_id=acct-1&is_granted=false&sorting=granted_at',
    );
    expect(rows).toMatchObject([
      { granted_at: null, is_revoked: false, error: { type: 'BenefitActionRequiredError' } },
      { granted_at: null, is_revoked: false, error: null },
    ]);
    const revoked = polar.items('/v1/benefit-grants/?external_customer_id=acct-8&limit=100');
    expect(revoked).toHaveLength(7);
    for (const row of revoked)
      expect(row).toMatchObject({ is_granted: false, is_revoked: true, granted_at: null });
  });

  test('of meter credits show nothing of what was credited', () => {
    const rows = createPolar().items('/v1/benefit-grants/?limit=100&is_granted=true');
    const credits = rows.filter(({ benefit }) => JSON.stringify(benefit).includes('"meter_credit"'));
    expect(credits.length).toBeGreaterThan(10);
    for (const { properties } of credits) expect(properties).toEqual({});
  });

  test('of a deleted customer come by its id, never by its external id', () => {
    const polar = createPolar();
    const [gone] = polar.items('/v1/wallets/?limit=1');
    const rows = polar.items(`/v1/benefit-grants/?customer_id=${gone?.customer_id}`);
    expect(rows[0]?.customer).toMatchObject({ external_id: 'gone', deleted_at: expect.any(String) });
    expect(polar.items('/v1/benefit-grants/?external_customer_id=gone')).toEqual([]);
  });

  test('of one benefit alone have a route, which filters by customer', () => {
    const polar = createPolar();
    const [flag] = polar.items('/v1/benefits/?type=feature_flag');
    const path = `/v1/benefits/${flag?.id}/grants`;
    const rows = polar.items(`${path}?customer_id=${idOf(polar, 'acct-1')}&is_granted=true`);
    expect(rows).toMatchObject([{ benefit_id: flag?.id, customer: { external_id: 'acct-1' } }]);
    expect(polar.ask('GET', '/v1/benefits/7a1f6f0e-52c1-4b58-9d5b-0a4f6c2b9e11/grants').status).toBe(404);
  });
});

describe('benefits', () => {
  test('are found by type, id and description, deleted ones by nothing', () => {
    const polar = createPolar();
    const all = polar.items('/v1/benefits/?limit=100');
    expect(all).toHaveLength(11);
    expect(polar.items('/v1/benefits/?type=discord&type=github_repository')).toHaveLength(2);
    expect(polar.items(`/v1/benefits/?id=${all[0]?.id}&id=${all[1]?.id}`)).toHaveLength(2);
    expect(polar.items(`/v1/benefits/?limit=100&exclude_id=${all[0]?.id}`)).toHaveLength(10);
    expect(polar.items('/v1/benefits/?query=MUG')).toEqual([]);
    expect(polar.items('/v1/benefits/?metadata[flag]=sso')).toMatchObject([{ type: 'feature_flag' }]);
    expect(polar.get(`/v1/benefits/${all[3]?.id}`)).toEqual(all[3]);
    expect(polar.ask('GET', '/v1/benefits/?type=cake').status).toBe(422);
  });
});
