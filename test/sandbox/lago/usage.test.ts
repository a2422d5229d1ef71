import { describe, expect, it } from 'vitest';
import { at, invalid, notAllowed, notFound, openSandbox, pluck } from './open-sandbox.ts';

const main = 'external_subscription_id=sub-acct-1';

describe('current usage', () => {
  const ask = openSandbox();
  const usage = (query: string, customer = 'acct-1') =>
    ask(`GET /customers/${customer}/current_usage?${query}`);
  const metrics = (query: string) =>
    pluck(
      pluck(at(usage(`${main}&${query}`).body, 'customer_usage', 'charges_usage'), 'billable_metric'),
      'code',
    );

  it('tells what each charge has come to in the current period of the customer', () => {
    const { status, body } = usage(main);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      customer_usage: {
        from_datetime: '2026-07-31T22:00:00Z',
        to_datetime: '2026-08-31T21:59:59Z',
        issuing_date: '2026-08-31',
        currency: 'EUR',
        amount_cents: 24109,
        taxes_amount_cents: 4581,
        total_amount_cents: 28690,
        lago_invoice_id: null,
      },
    });
    expect(at(body, 'customer_usage', 'charges_usage', 0)).toMatchObject({
      units: '12500.0',
      total_aggregated_units: '12500.0',
      events_count: 12500,
      amount_cents: 23000,
      amount_currency: 'EUR',
      pricing_unit_details: null,
      charge: { code: 'api_calls', charge_model: 'graduated', invoice_display_name: null },
      billable_metric: { name: 'API calls', code: 'api_calls', aggregation_type: 'count_agg' },
      filters: [{ units: '9000.0', values: { method: ['GET', 'HEAD'] } }, { values: null }],
    });
  });

  it('has one entry per charge, by name of the metric', () => {
    expect(metrics('')).toEqual(['api_calls', 'active_users', 'storage_gb']);
  });

  it('shows charges without usage as zeros', () => {
    const { body } = usage('external_subscription_id=many-yearly', 'many-subscriptions');
    expect(at(body, 'customer_usage', 'charges_usage')).toMatchObject([
      {
        units: '0.0',
        amount_cents: 0,
        pricing_unit_details: { amount_cents: 0, short_name: 'TOK', conversion_rate: '0.25' },
      },
    ]);
  });

  it('leaves taxes out on request', () => {
    expect(usage(`${main}&apply_taxes=false`).body).toMatchObject({
      customer_usage: { taxes_amount_cents: 0, total_amount_cents: 24109 },
    });
  });

  it.each([
    ['billable_metric_code=storage_gb', ['storage_gb']],
    ['filter_by_metric_code=storage_gb', ['storage_gb']],
    ['charge_code=active_users&billable_metric_code=storage_gb', ['active_users']],
  ])('filters by charge, the first parameter winning: %s', (query, expected) => {
    expect(metrics(query)).toEqual(expected);
  });

  it.each([
    ['group[bucket]=media', 1],
    ['group=%7B%22bucket%22%3A%22media%22%7D', 1],
    ['filter_by_group[bucket]=none', 0],
    ['skip_grouping=true', 0],
    ['', 2],
  ])('shows groups: %s', (query, groups) => {
    const { body } = usage(`${main}&billable_metric_code=storage_gb&${query}`);
    expect(at(body, 'customer_usage', 'charges_usage', 0, 'grouped_usage')).toHaveLength(groups);
  });

  it('leaves breakdowns out on request', () => {
    const breakdowns = (query: string) =>
      at(usage(`${main}&${query}`).body, 'customer_usage', 'charges_usage', 0, 'presentation_breakdowns');
    expect(breakdowns('')).toEqual([{ presentation_by: { region: 'eu' }, units: '12500.0' }]);
    expect(breakdowns('filter_by_presentation=[]')).toEqual([]);
  });

  it.each([
    ['no subscription named', ''],
    ['an unknown one', 'external_subscription_id=unknown'],
    ["another customer's", 'external_subscription_id=sub-acme'],
    ['an array', 'external_subscription_id[]=sub-acct-1'],
  ])('is 405 with %s', (_case, query) => {
    expect(usage(query)).toMatchObject(notAllowed('no_active_subscription'));
  });

  it('is 404 for an unknown customer or charge, and 405 for all usage ever', () => {
    expect(usage(main, 'unknown')).toMatchObject(notFound('resource'));
    expect(usage(`${main}&charge_code=unknown`)).toMatchObject(notFound('charge'));
    expect(usage(`${main}&full_usage=true`)).toMatchObject(notAllowed('full_usage_not_allowed'));
  });

  it('has days as long as they are far from UTC', () => {
    const { body } = usage('external_subscription_id=sub-far-from-utc', 'far-from-utc');
    expect(body).toMatchObject({
      customer_usage: { from_datetime: '2026-07-31T11:00:00Z', to_datetime: '2026-08-31T10:59:59Z' },
    });
  });
});

describe('past usage', () => {
  const ask = openSandbox();
  const past = (query: string, customer = 'acct-1') => ask(`GET /customers/${customer}/past_usage?${query}`);

  it('has one element per billed period, the newest first', () => {
    const { body } = past(main);
    expect(pluck(at(body, 'usage_periods'), 'from_datetime')).toEqual([
      '2026-06-30T22:00:00Z',
      '2026-05-31T22:00:00Z',
      '2026-04-30T22:00:00Z',
      '2026-03-31T22:00:00Z',
      '2026-02-28T23:00:00Z',
      '2026-01-31T23:00:00Z',
    ]);
    expect(at(body, 'usage_periods', 0)).toMatchObject({
      to_datetime: '2026-07-31T21:59:59Z',
      issuing_date: '2026-08-01',
      currency: 'EUR',
      lago_invoice_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it('bills the plan as well as the usage', () => {
    const period = at(past(main).body, 'usage_periods', 0);
    const charged = pluck(at(period, 'charges_usage'), 'amount_cents').reduce<number>(
      (sum, cents) => sum + Number(cents),
      0,
    );
    expect(at(period, 'amount_cents')).toBe(charged + 4900);
    expect(at(period, 'total_amount_cents')).toBe(
      Number(at(period, 'amount_cents')) + Number(at(period, 'taxes_amount_cents')),
    );
  });

  it('counts periods in place of items to a page', () => {
    expect(past(`${main}&periods_count=2&per_page=5`).body).toMatchObject({
      usage_periods: [{}, {}],
      meta: { total_count: 6, total_pages: 3, next_page: 2 },
    });
  });

  it('can be had of one metric', () => {
    const { body } = past(`${main}&billable_metric_code=storage_gb&periods_count=1`);
    expect(pluck(pluck(at(body, 'usage_periods', 0, 'charges_usage'), 'billable_metric'), 'code')).toEqual([
      'storage_gb',
    ]);
    expect(past(`${main}&billable_metric_code=unknown`)).toMatchObject(notFound('billable_metric'));
  });

  it('knows no missing customer or subscription, but wants one named', () => {
    const empty = { status: 200, body: { usage_periods: [], meta: { current_page: 0 } } };
    expect(past(main, 'unknown')).toMatchObject(empty);
    expect(past('external_subscription_id=unknown')).toMatchObject(empty);
    expect(past(main, 'acme')).toMatchObject(empty);
    expect(past('')).toMatchObject(invalid({ external_subscription_id: ['value_is_mandatory'] }));
  });
});

describe('other usage', () => {
  it('is not projected', () => {
    expect(openSandbox()(`GET /customers/acct-1/projected_usage?${main}`)).toMatchObject({
      status: 403,
      body: { status: 403, error: 'Forbidden', code: 'projected_usage_not_enabled' },
    });
  });

  it('over a lifetime is what was invoiced and what was not yet', () => {
    const ask = openSandbox();
    const { body } = ask('GET /subscriptions/sub-acct-1/lifetime_usage');
    expect(body).toMatchObject({
      lifetime_usage: {
        external_subscription_id: 'sub-acct-1',
        external_historical_usage_amount_cents: 0,
        current_usage_amount_cents: 24109,
        to_datetime: '2026-08-21T13:08:06Z',
      },
    });
    expect(Number(at(body, 'lifetime_usage', 'invoiced_usage_amount_cents'))).toBeGreaterThan(0);
    expect(at(body, 'lifetime_usage')).not.toHaveProperty('usage_thresholds');
  });

  it('over a lifetime has thresholds where billing is progressive', () => {
    expect(openSandbox()('GET /subscriptions/many-yearly/lifetime_usage').body).toMatchObject({
      lifetime_usage: { usage_thresholds: [{ amount_cents: 998000, completion_ratio: 0, reached_at: null }] },
    });
  });

  it('over a lifetime is 404 for what is not active or meters nothing', () => {
    const ask = openSandbox();
    expect(ask('GET /subscriptions/unknown/lifetime_usage')).toMatchObject(notFound('subscription'));
    const { body } = ask('GET /subscriptions?plan_code=hobby_eur');
    const hobby = at(body, 'subscriptions', 0, 'external_id');
    expect(ask(`GET /subscriptions/${hobby}/lifetime_usage`)).toMatchObject(notFound('lifetime_usage'));
  });
});
