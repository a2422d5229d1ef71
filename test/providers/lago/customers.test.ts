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
  type SentRequest,
} from './support.ts';

const record = fixtureRecord('customer', 'customer');
const person = (external_id: string, fields: Fields = {}) => ({ ...record, external_id, ...fields });

const unknown = () => refusal(404, 'customer_not_found');

describe('customers of Lago', () => {
  it('maps every field of the record and keeps the record', async () => {
    const { lago, sent } = createLago(routes({ '/customers/team-7': () => ok(fixtureText('customer')) }));
    const found = await lago.customers.byKeys(['team-7'], createCall());
    expect(linesOf(sent)).toEqual(['GET /customers/team-7']);
    expect(plain(found)).toEqual({
      'team-7': {
        provider: 'lago-test',
        key: 'team-7',
        providerCustomerId: '3d2f8a51-9a41-4c27-8f0f-1c1d6f2b7a01',
        externalId: 'team-7',
        name: 'Sternwarte Kiel eG',
        email: 'rechnung@sternwarte.example,kasse@sternwarte.example',
        phone: '+49 431 5550100',
        currency: 'EUR',
        timezone: 'Europe/Berlin',
        locale: 'de',
        taxId: 'DE811115555',
        address: {
          line1: 'Am Deich 3',
          line2: 'Haus B',
          city: 'Kiel',
          state: 'Schleswig-Holstein',
          postalCode: '24103',
          country: 'DE',
        },
        metadata: [
          { key: 'segment', value: 'research' },
          { key: 'domes', value: '4' },
        ],
        createdAt: '2026-01-12T07:30:00.000Z',
        updatedAt: '2026-02-20T16:45:10.000Z',
        raw: expect.objectContaining({ slug: 'NOR-4C11-007', net_payment_term: 14 }),
      },
    });
  });

  it('finds by external id what it finds by key, in one call for the request', async () => {
    const { lago, sent } = createLago(routes({ '/customers/team-7': () => ok(fixtureText('customer')) }));
    const call = createCall();
    const [byKey, byExternalId] = await Promise.all([
      lago.customers.byKeys(['team-7', 'team-7'], call),
      lago.customers.byExternalIds(['team-7'], call),
    ]);
    expect(byExternalId).toEqual(byKey);
    expect(linesOf(sent)).toEqual(['GET /customers/team-7']);
  });

  it('leaves out who is unknown and keeps an error with its customer', async () => {
    const { lago } = createLago(
      routes({
        '/customers/team-7': () => ok({ customer: person('team-7') }),
        '/customers/gone': unknown,
        '/customers/broken': () => ok({ customer: person('broken', { created_at: 'yesterday' }) }),
        '/customers/down': () => ({ status: 503, body: '' }),
      }),
    );
    const found = await lago.customers.byKeys(['team-7', 'gone', 'broken', 'down'], createCall());
    expect([...found.keys()].sort()).toEqual(['broken', 'down', 'team-7']);
    expect(found.get('team-7')).toMatchObject({ key: 'team-7' });
    expect(found.get('broken')).toMatchObject({
      failure: 'bad-response',
      detail: 'created_at: invalid_format',
    });
    expect(found.get('down')).toMatchObject({ failure: 'unavailable', status: 503 });
  });

  it.each([
    ['another customer', { customer: person('team-8') }],
    ['the customer in other letters', { customer: person('Team-7') }],
    ['a customer without an external id', { customer: { ...record, external_id: null } }],
    ['no customer', {}],
    ['text', '"team-7"'],
  ])('takes %s for a bad response', async (_case, answer) => {
    const { lago } = createLago(routes({ '/customers/team-7': () => ok(answer) }));
    const found = await lago.customers.byKeys(['team-7'], createCall());
    expect(found.get('team-7')).toMatchObject({ failure: 'bad-response' });
  });
});

const few = ['c1', 'c2', 'c3', 'c4', 'c5'];

describe('many customers of Lago', () => {
  const organization = (rows: readonly unknown[]) => (request: SentRequest) => {
    if (request.path === '/customers') return listed('customers', rows, request);
    const id = request.path.replace('/customers/', '');
    return rows.some((row) => JSON.stringify(row).includes(`"external_id":"${id}"`))
      ? ok({ customer: person(id) })
      : unknown();
  };

  it('come from one page over the organization where that takes fewer calls', async () => {
    const { lago, sent } = createLago(organization([...few, 'other'].map((id) => person(id))));
    const found = await lago.customers.byKeys(few, createCall());
    expect([...found.keys()].sort()).toEqual(few);
    expect(linesOf(sent)).toEqual(['GET /customers?page=1&per_page=250']);
  });

  it('are asked for one by one when the list does not hold them', async () => {
    const { lago, sent } = createLago(organization(few.map((id) => person(id))));
    const found = await lago.customers.byKeys([...few, 'missing'], createCall());
    expect([...found.keys()].sort()).toEqual(few);
    expect(linesOf(sent)).toEqual(['GET /customers?page=1&per_page=250', 'GET /customers/missing']);
  });

  it('cost only their own answer when one row of the list is malformed', async () => {
    const { lago } = createLago(organization(few.map((id) => person(id, id === 'c3' ? { lago_id: 7 } : {}))));
    const found = await lago.customers.byKeys(few, createCall());
    expect(found.get('c3')).toMatchObject({ failure: 'bad-response', detail: 'lago_id: invalid_type' });
    expect(found.get('c2')).toMatchObject({ key: 'c2' });
  });

  it('are asked for one by one when a row of the list does not say whose it is', async () => {
    const { lago, sent } = createLago(organization([...few.map((id) => person(id)), { lago_id: 'x' }]));
    const found = await lago.customers.byKeys(few, createCall());
    expect(few.map((id) => found.get(id))).toMatchObject(few.map((key) => ({ key })));
    expect(linesOf(sent)).toEqual([
      'GET /customers?page=1&per_page=250',
      ...few.map((id) => `GET /customers/${id}`),
    ]);
  });

  it('all fail when the list cannot be had', async () => {
    // Without the time to try again.
    const { lago, sent } = createLago(() => ({ status: 500, body: '' }));
    const found = await lago.customers.byKeys(few, { ...createCall(), deadline: 0 });
    expect(few.map((id) => found.get(id))).toMatchObject(few.map(() => ({ failure: 'unavailable' })));
    expect(sent).toHaveLength(1);
  });

  it('are asked for one by one when the settings say so, or the organization is large', async () => {
    const rows = few.map((id) => person(id));
    const never = createLago(organization(rows), { bulk: 'never' });
    await never.lago.customers.byKeys(few, createCall());
    expect(linesOf(never.sent)).toEqual(few.map((id) => `GET /customers/${id}`));

    const crowd = Array.from({ length: 1501 }, (_, index) => person(`p${index}`));
    const large = createLago(organization([...crowd, ...rows]));
    await large.lago.customers.byKeys(few, createCall());
    await large.lago.customers.byKeys(few, createCall());
    expect(linesOf(large.sent)).toEqual([
      'GET /customers?page=1&per_page=250',
      ...few.map((id) => `GET /customers/${id}`),
      ...few.map((id) => `GET /customers/${id}`),
    ]);
  });
});
