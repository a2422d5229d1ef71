import { describe, expect, test } from 'vitest';
import { idOf } from '../../../src/sandbox/flexprice/seed/names.ts';
import { findExternalIds } from './find-external-ids.ts';
import { openSandbox } from './open-sandbox.ts';
import { listOf } from './rows.ts';

describe('one customer', () => {
  test('has every field, set or not', () => {
    const { json } = openSandbox().get('/customers/external/acme');
    expect(json).toEqual({
      id: idOf.customer('acme'),
      external_id: 'acme',
      name: expect.any(String),
      email: '',
      address_line1: '',
      address_line2: '',
      address_city: '',
      address_state: '',
      address_postal_code: '',
      address_country: '',
      timezone: 'UTC',
      metadata: null,
      environment_id: expect.stringMatching(/^env_01/),
      tenant_id: expect.stringMatching(/^tenant_01/),
      status: 'published',
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/),
      updated_at: expect.any(String),
      created_by: expect.stringMatching(/^user_01/),
      updated_by: expect.stringMatching(/^user_01/),
    });
  });

  test('shows a contact only where it has one', () => {
    const sandbox = openSandbox();
    expect(sandbox.get('/customers/external/acct-1').json).toMatchObject({ contact: '+49 30 5550100' });
    expect(sandbox.get('/customers/external/acct-2').json).not.toHaveProperty('contact');
  });

  test('is found under its lookup key as well', () => {
    expect(openSandbox().get('/customers/lookup/acct-3').json).toMatchObject({ id: idOf.customer('acct-3') });
  });

  test('is told with its integrations on demand, and without an empty list', () => {
    const sandbox = openSandbox();
    expect(sandbox.get('/customers/external/acct-1?expand=integrations').json).toMatchObject({
      integrations: [{ entity_id: idOf.customer('acct-1'), provider_type: 'stripe' }],
    });
    expect(sandbox.get('/customers/external/acct-1').json).not.toHaveProperty('integrations');
    expect(sandbox.get('/customers/external/acct-2?expand=integrations').json).not.toHaveProperty(
      'integrations',
    );
  });

  test('is told by id even when archived, but not by external id', () => {
    const sandbox = openSandbox();
    expect(sandbox.get(`/customers/${idOf.customer('archived gone-1')}`)).toMatchObject({
      status: 200,
      json: { status: 'archived', external_id: 'gone-1' },
    });
    expect(sandbox.get('/customers/external/gone-1').status).toBe(404);
    expect(sandbox.get('/customers/external/reborn-1').json).toMatchObject({ id: idOf.customer('reborn-1') });
  });

  test.each([
    ['/customers/cust_none', { customer_id: 'cust_none' }],
    ['/customers/external/none', { external_id: 'none' }],
    ['/customers/lookup/none', { external_id: 'none' }],
  ])('%s is not found', (target, details) => {
    expect(openSandbox().get(target)).toMatchObject({
      status: 404,
      json: { code: 'not_found', http_status_code: 404, details },
    });
  });
});

describe('a list of customers', () => {
  test('holds the published ones, the newest first, fifty to a page', () => {
    const sandbox = openSandbox();
    const { json } = sandbox.post('/customers/search', {});
    expect(json).toMatchObject({ pagination: { total: 80, limit: 50, offset: 50 } });
    expect(listOf(json, 'items')).toHaveLength(50);
    expect(listOf(json, 'items')[0]?.get('external_id')).toBe('reborn-1');
    expect(sandbox.get('/customers').json).toEqual(json);
  });

  test('tells the offset of the next page', () => {
    const { json } = openSandbox().post('/customers/search', { limit: 7, offset: 77 });
    expect(json).toMatchObject({ pagination: { total: 80, limit: 7, offset: 84 } });
    expect(listOf(json, 'items')).toHaveLength(3);
  });

  test('turns around with order', () => {
    expect(findExternalIds(openSandbox(), { order: 'asc' }).slice(0, 3)).toEqual([
      'acct-1',
      'acct-2',
      'acct-3',
    ]);
  });

  test('takes a limit of nought for none, and refuses limits out of range', () => {
    const sandbox = openSandbox();
    expect(sandbox.get('/customers?limit=0').json).toMatchObject({ pagination: { limit: 50 } });
    expect(sandbox.get('/customers?limit=1000').status).toBe(200);
    for (const query of ['limit=1001', 'limit=-1', 'limit=ten', 'offset=-1', 'order=up', 'expand=plan']) {
      expect(sandbox.get(`/customers?${query}`)).toMatchObject({
        status: 400,
        json: { code: 'validation_error' },
      });
    }
  });

  test('refuses a sort in the query', () => {
    expect(openSandbox().get('/customers?sort=name').status).toBe(400);
  });

  test.each<readonly [string, object, readonly string[]]>([
    [
      'ids',
      { customer_ids: [idOf.customer('acct-1'), idOf.customer('acct-2'), 'cust_none'] },
      ['acct-2', 'acct-1'],
    ],
    [
      'external ids',
      { external_ids: ['north/south', '100%', '50%25', '100%'] },
      ['50%25', '100%', 'north/south'],
    ],
    ['one external id', { external_id: 'acme.io' }, ['acme.io']],
    ['an external id in another case', { external_id: 'ACME' }, []],
    ['an e-mail', { email: 'grace.hopper@example.com' }, ['acct-2']],
    ['an e-mail in another case', { email: 'Grace.Hopper@example.com' }, []],
    ['metadata', { metadata: { tier: 'gold', segment: 'b2b' } }, ['acct-1']],
    ['metadata that only partly matches', { metadata: { tier: 'gold', segment: 'other' } }, []],
    ['two things at once', { external_ids: ['acct-1'], email: 'grace.hopper@example.com' }, []],
    ['the archived', { status: 'archived' }, ['gone-1', 'reborn-1']],
    ['a status that does not exist', { status: 'all' }, []],
  ])('selects by %s', (_, filter, expected) => {
    expect(findExternalIds(openSandbox(), filter)).toEqual(expected);
  });

  test.each([{ customer_ids: [] }, { external_ids: [] }, { metadata: {} }])(
    'takes the empty %j for no filter at all',
    (filter) => {
      expect(findExternalIds(openSandbox(), filter)).toHaveLength(80);
    },
  );

  test('validates a time range and then ignores it', () => {
    const sandbox = openSandbox();
    const range = { start_time: '1999-01-01T00:00:00Z', end_time: '1999-01-02T00:00:00Z' };
    expect(findExternalIds(sandbox, range)).toHaveLength(80);
    expect(sandbox.post('/customers/search', { start_time: 'yesterday' }).status).toBe(400);
    expect(
      sandbox.post('/customers/search', { start_time: range.end_time, end_time: range.start_time }).status,
    ).toBe(400);
  });

  test('refuses an e-mail that is none', () => {
    expect(openSandbox().post('/customers/search', { email: 'grace' }).status).toBe(400);
  });

  test('splits no commas in a query', () => {
    const sandbox = openSandbox();
    expect(
      listOf(sandbox.get('/customers?external_ids=acct-1&external_ids=acct-2').json, 'items'),
    ).toHaveLength(2);
    expect(listOf(sandbox.get('/customers?external_ids=acct-1,acct-2').json, 'items')).toHaveLength(0);
  });
});
