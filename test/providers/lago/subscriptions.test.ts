import { describe, expect, it } from 'vitest';
import {
  createCall,
  createLago,
  type Fields,
  fixtureRecord,
  fixtureText,
  linesOf,
  listed,
  ok,
  plain,
  refusal,
  routes,
} from './support.ts';

const record = fixtureRecord('subscriptions', 'subscriptions');
const row = (lago_id: string, fields: Fields = {}) => ({ ...record, lago_id, ...fields });
const path = '/customers/team-7/subscriptions';

describe('subscriptions of Lago', () => {
  it('are the active ones by default', async () => {
    const { lago, sent } = createLago(routes({ [path]: () => ok(fixtureText('subscriptions')) }));
    const found = await lago.subscriptions.ofCustomers(['team-7'], { includeInactive: false }, createCall());
    expect(linesOf(sent)).toEqual([`GET ${path}?status[]=active&page=1&per_page=100`]);
    expect(plain(found)).toEqual({
      'team-7': [
        {
          key: '7f6e5d4c-3b2a-4190-8877-665544332211',
          subscriptionId: 'team-7-main',
          status: 'ACTIVE',
          providerStatus: 'active',
          plan: 'dome',
          planName: null,
          price: { amount: '129', currency: 'EUR' },
          currentPeriod: { start: '2026-02-12T00:00:00.000Z', end: '2026-03-11T23:59:59.000Z' },
          trialEndsAt: '2026-01-26T07:30:00.000Z',
          cancelsAt: '2026-12-31T23:59:59.000Z',
          startedAt: '2026-01-12T07:30:00.250Z',
          endedAt: null,
        },
      ],
    });
  });

  it('are those of every status when inactive ones are wanted, told apart by their own ids', async () => {
    const rows = [
      row('id-1'),
      row('id-2', { status: 'terminated', terminated_at: '2026-02-01T00:00:00.125Z' }),
    ];
    const { lago, sent } = createLago(
      routes({ [path]: (request) => listed('subscriptions', rows, request) }),
    );
    const found = await lago.subscriptions.ofCustomers(['team-7'], { includeInactive: true }, createCall());
    expect(linesOf(sent)).toEqual([
      `GET ${path}?status[]=pending,active,terminated,canceled,incomplete&page=1&per_page=100`,
    ]);
    expect(found.get('team-7')).toMatchObject([
      { key: 'id-1', subscriptionId: 'team-7-main', status: 'ACTIVE' },
      { key: 'id-2', subscriptionId: 'team-7-main', status: 'ENDED' },
    ]);
  });

  it('that are not active are left out by default even when Lago ignores the filter', async () => {
    const rows = [row('id-1', { status: 'pending' }), row('id-2')];
    const { lago } = createLago(routes({ [path]: (request) => listed('subscriptions', rows, request) }));
    const found = await lago.subscriptions.ofCustomers(['team-7'], { includeInactive: false }, createCall());
    expect(found.get('team-7')).toMatchObject([{ key: 'id-2' }]);
  });

  it('are read once when a request wants all of them and what the active ones entitle to', async () => {
    const rows = [row('id-1'), row('id-2', { external_id: 'over', status: 'terminated' })];
    const { lago, sent } = createLago(
      routes({
        [path]: (request) => listed('subscriptions', rows, request),
        '/subscriptions/team-7-main/entitlements': () => ok({ entitlements: [] }),
      }),
    );
    const call = createCall();
    const [entitlements, active] = await Promise.all([
      lago.entitlements.ofCustomers(['team-7'], call),
      lago.subscriptions.ofCustomers(['team-7'], { includeInactive: false }, call),
      lago.subscriptions.ofCustomers(['team-7'], { includeInactive: true }, call),
    ]);
    expect(linesOf(sent)).toEqual([
      `GET ${path}?status[]=pending,active,terminated,canceled,incomplete&page=1&per_page=100`,
      'GET /subscriptions/team-7-main/entitlements',
    ]);
    expect(entitlements.get('team-7')).toEqual([]);
    expect(active.get('team-7')).toMatchObject([{ key: 'id-1' }]);
  });

  it('of an unknown customer are absent', async () => {
    const { lago } = createLago(routes({ [path]: () => refusal(404, 'customer_not_found') }));
    const found = await lago.subscriptions.ofCustomers(['team-7'], { includeInactive: false }, createCall());
    expect(found).toEqual(new Map());
  });
});
