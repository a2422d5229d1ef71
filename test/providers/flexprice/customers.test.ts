import { describe, expect, test } from 'vitest';
import {
  bodyIds,
  createCall,
  failureOf,
  fixture,
  fixtureRows,
  listOf,
  openAccount,
  rowLike,
} from './support.ts';

const search = 'POST /customers/search';

describe('customers by key', () => {
  test('are found for many keys with one authenticated search', async () => {
    const { provider, requests, exchanges } = openAccount({
      [search]: () => ({ body: fixture('customers') }),
    });
    const batch = await provider.customers.byKeys(['cust_birch', 'cust_cedar', 'cust_birch'], createCall());
    expect([...batch.keys()]).toEqual(['cust_birch', 'cust_cedar']);
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ method: 'POST', path: '/customers/search', query: [] });
    expect(requests[0]?.body).toEqual({ customer_ids: ['cust_birch', 'cust_cedar'], limit: 1000, offset: 0 });
    expect(requests[0]?.headers['x-api-key']).toBe('sk_test_key');
    expect(exchanges).toMatchObject([
      { method: 'POST', path: '/customers/search', status: 200, error: null },
    ]);
  });

  test('carry every field that Flexprice has', async () => {
    const { provider } = openAccount({ [search]: () => ({ body: fixture('customers') }) });
    const batch = await provider.customers.byKeys(['cust_birch'], createCall());
    expect(batch.get('cust_birch')).toEqual({
      provider: 'flexprice-eu',
      key: 'cust_birch',
      providerCustomerId: 'cust_birch',
      externalId: 'birch-7',
      name: 'Birch Bikes',
      email: 'books@birch.example',
      phone: '+44 20 7946 0991',
      currency: null,
      timezone: 'Europe/London',
      locale: null,
      taxId: null,
      address: {
        line1: '7 Wharf Lane',
        line2: null,
        city: 'Bristol',
        state: null,
        postalCode: 'BS1 4RW',
        country: 'GB',
      },
      metadata: [
        { key: 'segment', value: 'retail' },
        { key: 'owner', value: 'nadia' },
      ],
      createdAt: new Date('2026-10-03T08:15:30.250Z'),
      updatedAt: new Date('2026-10-21T17:04:09Z'),
      raw: fixtureRows('customers')[0],
    });
  });

  test('have null for what is empty, absent or null', async () => {
    const { provider } = openAccount({ [search]: () => ({ body: fixture('customers') }) });
    const batch = await provider.customers.byKeys(['cust_cedar'], createCall());
    expect(batch.get('cust_cedar')).toMatchObject({ email: null, phone: null, address: null, metadata: [] });
  });

  test('that Flexprice does not know are absent', async () => {
    const { provider } = openAccount({ [search]: () => listOf([]) });
    expect((await provider.customers.byKeys(['cust_nobody'], createCall())).size).toBe(0);
  });

  test.each(['archived', 'deleted'])('are absent when the row is %s', async (status) => {
    const { provider } = openAccount({ [search]: () => listOf([rowLike('customers', { status })]) });
    expect((await provider.customers.byKeys(['cust_birch'], createCall())).size).toBe(0);
  });

  test('are not searched for without a key, since an empty list would find everybody', async () => {
    const { provider, requests } = openAccount({});
    expect((await provider.customers.byKeys([], createCall())).size).toBe(0);
    expect((await provider.customers.byExternalIds([], createCall())).size).toBe(0);
    expect(requests).toEqual([]);
  });

  test('are searched for a thousand at a time, and a chunk that fails costs its own keys only', async () => {
    const keys = Array.from({ length: 1001 }, (_, index) => `cust_${index}`);
    const { provider, requests } = openAccount({
      [search]: (request) => {
        const ids = bodyIds(request, 'customer_ids');
        if (ids.length === 1) return { status: 503, body: { code: 'service_unavailable' } };
        return listOf(ids.map((id) => rowLike('customers', { id })));
      },
    });
    const batch = await provider.customers.byKeys(keys, createCall());
    expect(requests.map((request) => bodyIds(request, 'customer_ids').length)).toEqual([1000, 1]);
    expect(batch.get('cust_999')).toMatchObject({ key: 'cust_999' });
    expect(failureOf(batch.get('cust_1000'))).toMatchObject({ failure: 'unavailable' });
  });

  test('that are others than those asked for prove no absence, and cost those that were found nothing', async () => {
    const { provider } = openAccount({ [search]: () => ({ body: fixture('customers') }) });
    const batch = await provider.customers.byKeys(['CUST_BIRCH', 'cust_cedar'], createCall());
    expect([...batch.keys()]).toEqual(['CUST_BIRCH', 'cust_cedar']);
    expect(failureOf(batch.get('CUST_BIRCH'))).toEqual({
      failure: 'bad-response',
      detail: 'rows of others only',
    });
    expect(batch.get('cust_cedar')).toMatchObject({ name: 'Cedar Cafe' });
  });

  test('keep a malformed row to its own customer', async () => {
    const rows = [rowLike('customers', { created_at: 'yesterday' }), fixtureRows('customers')[1]];
    const { provider } = openAccount({ [search]: () => listOf(rows) });
    const batch = await provider.customers.byKeys(['cust_birch', 'cust_cedar'], createCall());
    expect(failureOf(batch.get('cust_birch'))).toEqual({
      failure: 'bad-response',
      detail: 'created_at: invalid_format',
    });
    expect(batch.get('cust_cedar')).toMatchObject({ name: 'Cedar Cafe' });
  });

  test('all fail when a row does not say whose it is', async () => {
    const rows = [rowLike('customers', { id: 7 }), fixtureRows('customers')[1]];
    const { provider } = openAccount({ [search]: () => listOf(rows) });
    const keys = ['cust_birch', 'cust_cedar'];
    const batch = await provider.customers.byKeys(keys, createCall());
    const failure = { failure: 'bad-response', detail: 'id: invalid_type' };
    expect(keys.map((key) => failureOf(batch.get(key)))).toEqual([failure, failure]);
  });

  test('keep the digits of numbers in the raw record', async () => {
    const body = fixture('customers').replace('"segment": "retail"', '"segment": 90071992547409931');
    const { provider } = openAccount({ [search]: () => ({ body }) });
    const batch = await provider.customers.byKeys(['cust_birch'], createCall());
    expect(batch.get('cust_birch')).toMatchObject({
      metadata: [
        { key: 'segment', value: '90071992547409931' },
        { key: 'owner', value: 'nadia' },
      ],
      raw: { metadata: { segment: expect.objectContaining({ value: '90071992547409931' }) } },
    });
  });
});

describe('customers by external id', () => {
  const hostile = [
    'a/b',
    'acme.io',
    'what?#',
    '100%',
    'two words',
    'Zoë-東京',
    '..',
    "o'neil&co=1",
    'Birch-7',
  ];

  test('are found for ids of any shape, which arrive as themselves', async () => {
    const { provider, requests } = openAccount({
      [search]: (request) =>
        listOf(
          bodyIds(request, 'external_ids').map((external_id) =>
            rowLike('customers', { id: `cust of ${external_id}`, external_id }),
          ),
        ),
    });
    const batch = await provider.customers.byExternalIds(hostile, createCall());
    expect(requests.map(({ body }) => body)).toEqual([{ external_ids: hostile, limit: 1000, offset: 0 }]);
    expect([...batch].map(([key, customer]) => [key, customer])).toMatchObject(
      hostile.map((externalId) => [externalId, { externalId, key: `cust of ${externalId}` }]),
    );
  });

  test('are told apart by case', async () => {
    const { provider } = openAccount({ [search]: () => ({ body: fixture('customers') }) });
    const batch = await provider.customers.byExternalIds(['BIRCH-7'], createCall());
    expect(failureOf(batch.get('BIRCH-7'))).toMatchObject({ failure: 'bad-response' });
  });

  test('find the present customer where an archived one once had the id', async () => {
    const rows = [
      rowLike('customers', { id: 'cust_former', status: 'archived' }),
      rowLike('customers', { id: 'cust_present' }),
    ];
    const { provider } = openAccount({ [search]: () => listOf(rows) });
    const batch = await provider.customers.byExternalIds(['birch-7'], createCall());
    expect(batch.get('birch-7')).toMatchObject({ key: 'cust_present' });
  });
});
