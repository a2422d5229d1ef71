import { describe, expect, test } from 'vitest';
import { idOf } from '../../../src/sandbox/flexprice/seed/names.ts';
import { openedAt, openSandbox } from './open-sandbox.ts';
import { listOf } from './rows.ts';

const upcomingOf = (externalId: string) => `/customers/${idOf.customer(externalId)}/grants/upcoming`;

describe('upcoming grants', () => {
  test('are those still to come, the soonest first, pending or to be tried again', () => {
    const { json } = openSandbox().get(upcomingOf('acct-1'));
    expect(json).toMatchObject({
      items: [
        {
          credit_grant_id: idOf.grant('team credits'),
          subscription_id: idOf.subscription('acct-1'),
          scheduled_for: '2026-03-20T15:30:00Z',
          application_status: 'failed',
          credits: '40',
          retry_count: 2,
          failure_reason: 'the wallet was locked',
        },
        {
          credit_grant_id: idOf.grant('monthly bonus'),
          scheduled_for: '2026-04-08T00:00:00Z',
          period_start: '2026-04-08T00:00:00Z',
          period_end: '2026-05-08T00:00:00Z',
          application_status: 'pending',
          application_reason: 'recurring_credit_grant',
          subscription_status_at_application: 'active',
          credits: '500',
        },
      ],
      pagination: { total: 2, limit: 0, offset: 0 },
    });
  });

  test('leave out what is empty', () => {
    const [grant] = listOf(openSandbox().get(upcomingOf('acct-3')).json, 'items');
    expect(grant?.get('credits')).toBe('12.75');
    for (const name of ['applied_at', 'retry_count', 'failure_reason', 'metadata', 'idempotency_key']) {
      expect(grant?.has(name)).toBe(false);
    }
  });

  test.each([
    ['a trial', 'acct-2', 1],
    ['a cancelled subscription', 'acct-7', 0],
    ['a draft', 'acct-10', 0],
    ['no subscription', 'acct-6', 0],
  ])('on %s', (_, externalId, count) => {
    expect(listOf(openSandbox().get(upcomingOf(externalId)).json, 'items')).toHaveLength(count);
  });

  test('pass as time goes by', () => {
    let now = openedAt;
    const sandbox = openSandbox(() => now);
    now = new Date('2026-03-20T15:30:00Z');
    expect(sandbox.get(upcomingOf('acct-1')).json).toMatchObject({ pagination: { total: 1 } });
  });

  test('of an unknown customer are not found, of an archived one there are none', () => {
    const sandbox = openSandbox();
    expect(sandbox.get('/customers/cust_none/grants/upcoming').status).toBe(404);
    expect(sandbox.get(upcomingOf('archived gone-1'))).toMatchObject({ status: 200, json: { items: [] } });
  });
});

describe('credit grants', () => {
  test.each([
    ['', 4],
    [`?credit_grant_ids=${idOf.grant('welcome')}&credit_grant_ids=${idOf.grant('team credits')}`, 2],
    [`?credit_grant_ids=${idOf.grant('welcome')},${idOf.grant('team credits')}`, 0],
    [`?plan_ids=${idOf.plan('pro')}`, 2],
    [`?subscription_ids=${idOf.subscription('acct-1')}`, 1],
    [`?addon_ids=${idOf.addon('team')}`, 1],
    ['?scope=PLAN', 1],
    ['?status=archived', 1],
  ])('are found by %j', (query, count) => {
    const { json } = openSandbox().get(`/creditgrants${query}`);
    expect(listOf(json, 'items')).toHaveLength(count);
    expect(json).toMatchObject({ pagination: { total: count, limit: 50, offset: 50 } });
  });

  test('refuse a scope that is none', () => {
    expect(openSandbox().get('/creditgrants?scope=plan').status).toBe(400);
  });

  test('are told one by one', () => {
    const sandbox = openSandbox();
    expect(sandbox.get(`/creditgrants/${idOf.grant('pro allowance')}`).json).toMatchObject({
      name: 'Pro allowance',
      scope: 'PLAN',
      credits: '12.75',
      cadence: 'RECURRING',
      period: 'MONTHLY',
      period_count: 1,
      expiration_type: 'DURATION',
      expiration_duration: 90,
      expiration_duration_unit: 'DAY',
      metadata: { team: 'growth' },
      conversion_rate: '1',
    });
    expect(sandbox.get('/creditgrants/cg_none').status).toBe(404);
  });
});
