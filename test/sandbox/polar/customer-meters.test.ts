import { describe, expect, test } from 'vitest';
import { createPolar, idOf, type PolarUnderTest } from './support.ts';

function meterId(polar: PolarUnderTest, name: string): unknown {
  return polar.items(`/v1/meters/?query=${name}`)[0]?.id;
}

describe('customer meters', () => {
  test('are one row per customer and meter, with both embedded', () => {
    const polar = createPolar();
    const rows = polar.items('/v1/customer-meters/?external_customer_id=acct-1&sorting=meter_name');
    expect(rows).toMatchObject([
      {
        consumed_units: 2500.5,
        credited_units: 10_000,
        balance: 7499.5,
        customer: { external_id: 'acct-1' },
        meter: { name: 'API calls', unit: 'scalar', aggregation: { func: 'count' }, archived_at: null },
      },
      { balance: -234_567.25, meter: { name: 'Model tokens', unit: 'token' } },
      {
        consumed_units: 0.30000000000000004,
        credited_units: 0,
        balance: -0.30000000000000004,
        meter: { name: 'Storage', unit: 'custom', custom_label: 'GB-hours', custom_multiplier: 1000 },
      },
    ]);
    expect(polar.get(`/v1/customer-meters/${rows[0]?.id}`)).toEqual(rows[0]);
  });

  test('of an archived meter come only when the meter is asked for', () => {
    const polar = createPolar();
    const archived = meterId(polar, 'legacy');
    const names = (query: string) =>
      polar.items(`/v1/customer-meters/?external_customer_id=acct-1${query}`).map(({ meter_id }) => meter_id);
    expect(names('')).not.toContain(archived);
    expect(names(`&meter_id=${archived}`)).toEqual([archived]);
  });

  test('of several customers come in one call', () => {
    const polar = createPolar();
    const ids = ['acct-1', 'acct-2', 'acct-9'].map((externalId) => idOf(polar, externalId));
    const rows = polar.items(
      `/v1/customer-meters/?limit=100&${ids.map((id) => `customer_id=${id}`).join('&')}`,
    );
    expect(new Set(rows.map(({ customer_id }) => customer_id))).toEqual(new Set(ids.slice(0, 2)));
  });

  test('filtered by id and by external id must match both', () => {
    const polar = createPolar();
    const id = idOf(polar, 'acct-1');
    expect(polar.items(`/v1/customer-meters/?customer_id=${id}&external_customer_id=acct-2`)).toEqual([]);
    expect(polar.items(`/v1/customer-meters/?customer_id=${id}&external_customer_id=acct-1`)).toHaveLength(3);
  });

  test('spell very large and very small numbers as JSON does', () => {
    const polar = createPolar();
    expect(polar.ask('GET', '/v1/customer-meters/?external_customer_id=team-initech').text).toContain(
      '"consumed_units":1.5e+21',
    );
    expect(polar.ask('GET', '/v1/customer-meters/?external_customer_id=acct-7').text).toContain(
      '"consumed_units":1e-7',
    );
  });

  test('that do not exist are 404', () => {
    const answer = createPolar().ask('GET', '/v1/customer-meters/7a1f6f0e-52c1-4b58-9d5b-0a4f6c2b9e11');
    expect(answer).toMatchObject({ status: 404, body: { error: 'ResourceNotFound' } });
  });
});

describe('meters', () => {
  test('are sorted by name, archived ones included unless told otherwise', () => {
    const polar = createPolar();
    const names = (query: string) => polar.items(`/v1/meters/?${query}`).map(({ name }) => name);
    expect(names('')).toEqual(['API calls', 'Legacy exports', 'Model tokens', 'Storage']);
    expect(names('is_archived=false&sorting=-name')).toEqual(['Storage', 'Model tokens', 'API calls']);
    expect(names('metadata[team]=platform')).toEqual(['API calls']);
    expect(polar.get(`/v1/meters/${meterId(polar, 'storage')}`)).toMatchObject({ name: 'Storage' });
  });
});
