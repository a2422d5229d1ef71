import { describe, expect, it } from 'vitest';
import type { PastUsageFilter } from '../../../src/billing/usage.ts';
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
  subscribed,
  type Upstream,
} from './support.ts';

const record = fixtureRecord('past-usage', 'usage_periods');
const month = (number: string, fields: Fields = {}) => ({
  ...record,
  from_datetime: `2026-${number}-01T00:00:00Z`,
  to_datetime: `2026-${number}-28T23:59:59Z`,
  ...fields,
});

const subscriptionsPath = '/customers/team-7/subscriptions';
const pastPath = '/customers/team-7/past_usage';

async function read(upstream: Upstream, filter: Partial<PastUsageFilter> = {}) {
  const { lago, sent } = createLago(upstream);
  const found = await lago.pastUsage?.ofCustomers(
    ['team-7'],
    { subscriptionId: null, periods: null, ...filter },
    createCall(),
  );
  return { found, answer: found?.get('team-7'), lines: linesOf(sent) };
}

describe('past usage at Lago', () => {
  it('has a period per invoice, with the charge of the whole invoice', async () => {
    const { found, lines } = await read(
      routes({
        [subscriptionsPath]: () => ok(fixtureText('subscriptions')),
        [pastPath]: () => ok(fixtureText('past-usage')),
      }),
    );
    expect(lines).toEqual([
      `GET ${subscriptionsPath}?status[]=active&page=1&per_page=100`,
      `GET ${pastPath}?external_subscription_id=team-7-main&page=1&per_page=100`,
    ]);
    const period = { start: '2026-01-12T00:00:00.000Z', end: '2026-02-11T23:59:59.000Z' };
    expect(plain(found)).toEqual({
      'team-7': [
        {
          period,
          charges: [{ amount: '153.75', currency: 'EUR' }],
          items: [
            {
              feature: 'exposure',
              name: 'Exposure hours',
              unit: null,
              quantity: '49.5',
              limit: null,
              unlimited: null,
              remaining: null,
              charge: { amount: '24.75', currency: 'EUR' },
              period,
              resetsAt: null,
              subscriptionId: 'team-7-main',
            },
          ],
          subscriptionId: 'team-7-main',
          invoiceId: '9c8b7a69-5847-4362-b1a0-f9e8d7c6b509',
        },
      ],
    });
  });

  it('is newest first over all subscriptions', async () => {
    const rows: Readonly<Record<string, readonly unknown[]>> = {
      one: [month('05'), month('02')],
      two: [month('06'), month('03')],
    };
    const { answer } = await read(
      routes({
        [subscriptionsPath]: subscribed('team-7', 'one', 'two'),
        [pastPath]: (request) =>
          listed('usage_periods', rows[request.query.external_subscription_id ?? ''] ?? [], request),
      }),
    );
    expect(plain(answer)).toMatchObject([
      { period: { start: '2026-06-01T00:00:00.000Z' }, subscriptionId: 'two' },
      { period: { start: '2026-05-01T00:00:00.000Z' }, subscriptionId: 'one' },
      { period: { start: '2026-03-01T00:00:00.000Z' }, subscriptionId: 'two' },
      { period: { start: '2026-02-01T00:00:00.000Z' }, subscriptionId: 'one' },
    ]);
  });

  it('of a subscription that has ended takes no list of subscriptions', async () => {
    const { answer, lines } = await read(
      routes({ [pastPath]: (request) => listed('usage_periods', [month('01')], request) }),
      { subscriptionId: 'ended' },
    );
    expect(lines).toEqual([`GET ${pastPath}?external_subscription_id=ended&page=1&per_page=100`]);
    expect(answer).toMatchObject([{ subscriptionId: 'ended' }]);
  });

  it('asks for as many periods as are wanted, and for all of them otherwise', async () => {
    const rows = Array.from({ length: 101 }, (_, index) => ({
      ...record,
      lago_invoice_id: `invoice-${index}`,
    }));
    const upstream = routes({ [pastPath]: (request) => listed('usage_periods', rows, request) });
    const some = await read(upstream, { subscriptionId: 'main', periods: 3 });
    expect(some.lines).toEqual([`GET ${pastPath}?external_subscription_id=main&page=1&periods_count=3`]);
    expect(some.answer).toHaveLength(3);

    const every = await read(upstream, { subscriptionId: 'main' });
    expect(every.lines).toEqual(
      [1, 2].map((page) => `GET ${pastPath}?external_subscription_id=main&page=${page}&per_page=100`),
    );
    expect(every.answer).toHaveLength(101);
  });

  it('has a period once that a newly billed one moved to the next page', async () => {
    const before = Array.from({ length: 101 }, (_, index) => month('01', { lago_invoice_id: `i${index}` }));
    const after = [month('02', { lago_invoice_id: 'i0' }), ...before];
    const { answer } = await read(
      routes({
        [pastPath]: (request) =>
          listed('usage_periods', request.query.page === '1' ? before : after, request),
      }),
      { subscriptionId: 'main' },
    );
    expect(answer).toHaveLength(101);
  });

  it('is empty where nothing was billed yet', async () => {
    const { answer } = await read((request) => listed('usage_periods', [], request), {
      subscriptionId: 'main',
    });
    expect(answer).toEqual([]);
  });

  it.each([null, 'main'])('of an unknown customer is absent (subscription %s)', async (subscriptionId) => {
    const { found } = await read(() => refusal(404, 'customer_not_found'), { subscriptionId });
    expect(found).toEqual(new Map());
  });

  it.each([
    ['an unknown route', refusal(404, 'resource_not_found'), 'rejected'],
    ['a forbidden key', refusal(403, 'read_action_not_allowed_for_customer_usage'), 'forbidden'],
    [
      'an amount that is text',
      ok({
        usage_periods: [{ ...record, amount_cents: '1' }],
        meta: { current_page: 1, total_pages: 1, total_count: 1 },
      }),
      'bad-response',
    ],
  ])('fails on %s', async (_case, refused, failure) => {
    const { answer } = await read(() => refused, { subscriptionId: 'main' });
    expect(answer).toMatchObject({ failure });
  });

  it.each(['', 'a\u0000b', '\ud800'])('of a subscription %j that nobody has is not asked for', async (id) => {
    const { answer, lines } = await read(() => undefined, { subscriptionId: id });
    expect(answer).toEqual([]);
    expect(lines).toEqual([]);
  });
});
