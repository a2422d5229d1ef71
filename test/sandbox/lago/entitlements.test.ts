import { describe, expect, it } from 'vitest';
import { at, invalid, notFound, openSandbox, pluck } from './open-sandbox.ts';

describe('entitlements', () => {
  const path = '/subscriptions/sub-acct-1/entitlements';
  const codes = (body: unknown) => pluck(at(body, 'entitlements'), 'code');

  it("are the plan's values with the subscription's own over them", () => {
    const { body } = openSandbox()(`GET ${path}`);
    expect(codes(body)).toEqual(['api_calls', 'seats', 'sso', 'audit_log']);
    expect(at(body, 'entitlements', 1)).toEqual({
      code: 'seats',
      name: 'Seats',
      description: null,
      privileges: [
        {
          code: 'max',
          name: 'Maximum',
          value_type: 'integer',
          value: 25,
          plan_value: 10,
          override_value: 25,
          config: {},
        },
      ],
      overrides: { max: 25 },
    });
    expect(at(body, 'entitlements', 2)).toMatchObject({
      privileges: [
        { value_type: 'select', value: 'google', config: { select_options: ['google', 'entra', 'okta'] } },
        { value_type: 'boolean', value: true, plan_value: false },
      ],
      overrides: { enforced: true },
    });
    expect(at(body, 'entitlements', 3)).toMatchObject({ privileges: [], overrides: {} });
    expect(body).not.toHaveProperty('meta');
  });

  it('leave out what was removed', () => {
    const { body } = openSandbox()('GET /subscriptions/many-yearly/entitlements');
    expect(codes(body)).toEqual(['api_calls', 'seats', 'sso', 'support.desk']);
    expect(pluck(at(body, 'entitlements', 2, 'privileges'), 'code')).toEqual(['provider']);
    expect(pluck(at(body, 'entitlements', 0, 'privileges'), 'code')).toEqual(['overage']);
  });

  it.each(['subscription_status=terminated', 'status=terminated'])('belong to a state: %s', (query) => {
    expect(openSandbox()(`GET ${path}?${query}`)).toMatchObject(notFound('subscription'));
  });

  it('are merged with what is sent, cast by type', () => {
    const ask = openSandbox();
    const input = { seats: { max: '30' }, 'support.desk': { contact: 'ada@engines.example' } };
    const { status, body } = ask(`PATCH ${path}`, { entitlements: input });
    expect(status).toBe(200);
    expect(at(body, 'entitlements', 1)).toMatchObject({ overrides: { max: 30 } });
    expect(at(body, 'entitlements', 4)).toMatchObject({
      code: 'support.desk',
      privileges: [{ value: 'ada@engines.example', plan_value: null }],
    });
    expect(ask(`GET ${path}`).body).toEqual(body);
  });

  it.each([
    [{ unknown: {} }, notFound('feature')],
    [{ seats: { unknown: 1 } }, notFound('privilege')],
    [{ seats: { max: 'many' } }, invalid({ max: ['value_is_invalid'] })],
    [{ sso: { provider: 'myspace' } }, invalid({ provider: ['value_is_invalid'] })],
    [{ sso: { enforced: 'perhaps' } }, invalid({ enforced: ['value_is_invalid'] })],
  ])('refuse %j', (entitlements, refusal) => {
    expect(openSandbox()(`PATCH ${path}`, { entitlements })).toMatchObject(refusal);
  });

  it('can be removed and set again', () => {
    const ask = openSandbox();
    expect(codes(ask(`DELETE ${path}/seats`).body)).toEqual(['api_calls', 'sso', 'audit_log']);
    const { body } = ask(`PATCH ${path}`, { entitlements: { seats: { max: 1 } } });
    expect(codes(body)).toContain('seats');
    expect(ask(`DELETE ${path}/unknown`)).toMatchObject(notFound('feature'));
  });

  it('lose single privileges, which can be set again', () => {
    const ask = openSandbox();
    const privileges = (body: unknown) => pluck(at(body, 'entitlements', 2, 'privileges'), 'code');
    expect(privileges(ask(`DELETE ${path}/sso/privileges/enforced`).body)).toEqual(['provider']);
    expect(privileges(ask(`PATCH ${path}`, { entitlements: { sso: { enforced: false } } }).body)).toEqual([
      'provider',
      'enforced',
    ]);
    expect(ask(`DELETE ${path}/sso/privileges/unknown`)).toMatchObject(notFound('privilege'));
    expect(ask(`DELETE ${path}/unknown/privileges/max`)).toMatchObject(notFound('feature'));
  });
});

describe('features', () => {
  const ask = openSandbox();

  it('are definitions, without values', () => {
    expect(ask('GET /features/seats').body).toEqual({
      feature: {
        code: 'seats',
        name: 'Seats',
        description: null,
        privileges: [{ code: 'max', name: 'Maximum', value_type: 'integer', config: {} }],
        created_at: '2024-06-13T13:08:06Z',
      },
    });
    expect(ask('GET /features/unknown')).toMatchObject(notFound('feature'));
  });

  it('are searched for in code, name and description', () => {
    const found = (term: string) =>
      pluck(at(ask(`GET /features?search_term=${term}`).body, 'features'), 'code');
    expect(found('SIGN')).toEqual(['sso']);
    expect(found('company')).toEqual(['sso']);
    expect(found('nothing')).toEqual([]);
  });
});
