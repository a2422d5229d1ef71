import { describe, expect, test } from 'vitest';
import type { NewCustomer } from '../../../src/billing/customer-write.ts';
import {
  bodyIds,
  createCall,
  failedOn,
  listOf,
  olderRefusal,
  openAccount,
  type Reply,
  refusal,
  refusalOf,
  rejectionOf,
  rowLike,
} from './support.ts';

const search = 'POST /customers/search';
const post = 'POST /customers';
const created: Reply = { status: 201, body: rowLike('customers', {}) };
const least: NewCustomer = { externalId: 'birch-7', name: 'Birch Bikes' };
const taken = {
  kind: 'conflict',
  message: 'Another customer has this external id.',
  path: ['externalId'],
};

describe('creating a customer', () => {
  test('sends every field under its name at Flexprice, and resolves to the customer of the answer', async () => {
    const { provider, requests } = openAccount({ [post]: () => created });
    const customer = await provider.customerWrites.create(
      {
        externalId: 'birch-7',
        name: 'Birch Bikes',
        email: 'books@birch.example',
        phone: '+44 20 7946 0991',
        timezone: 'Europe/London',
        address: {
          line1: '7 Wharf Lane',
          line2: 'Unit 2',
          city: 'Bristol',
          state: 'Avon',
          postalCode: 'BS1 4RW',
          country: 'GB',
        },
        metadata: [
          { key: 'segment', value: 'retail' },
          { key: '__proto__', value: '' },
        ],
      },
      createCall(),
    );
    expect(requests).toMatchObject([{ method: 'POST', path: '/customers', query: [] }]);
    expect(requests[0]?.body).toEqual({
      external_id: 'birch-7',
      name: 'Birch Bikes',
      email: 'books@birch.example',
      contact: '+44 20 7946 0991',
      timezone: 'Europe/London',
      address_line1: '7 Wharf Lane',
      address_line2: 'Unit 2',
      address_city: 'Bristol',
      address_state: 'Avon',
      address_postal_code: 'BS1 4RW',
      address_country: 'GB',
      metadata: JSON.parse('{ "segment": "retail", "__proto__": "" }'),
    });
    expect(customer).toMatchObject({
      provider: 'flexprice-eu',
      key: 'cust_birch',
      externalId: 'birch-7',
      phone: '+44 20 7946 0991',
      updatedAt: new Date('2026-10-21T17:04:09Z'),
      raw: rowLike('customers', {}),
    });
  });

  test.each<NewCustomer>([
    least,
    { ...least, email: null, phone: null, address: null, metadata: null, currency: null, taxId: null },
    { ...least, address: { city: null }, metadata: [] },
  ])('leaves out what is not given, but never the metadata: %j', async (customer) => {
    const { provider, requests } = openAccount({ [post]: () => created });
    await provider.customerWrites.create(customer, createCall());
    expect(requests.map(({ body }) => body)).toEqual([
      { external_id: 'birch-7', name: 'Birch Bikes', metadata: {} },
    ]);
  });

  test('is refused with every issue at once, before anything is sent', async () => {
    const { provider, requests } = openAccount({});
    const customer = {
      externalId: 'x'.repeat(256),
      email: 'books at birch',
      phone: '0'.repeat(21),
      currency: 'EUR',
      timezone: 'Mars/Olympus',
      locale: 'en-GB',
      taxId: 'GB123',
      address: {
        line1: 'x'.repeat(256),
        line2: 'x'.repeat(256),
        city: 'x'.repeat(101),
        state: 'x'.repeat(101),
        postalCode: 'x'.repeat(21),
        country: 'gb',
      },
      metadata: [{ key: '', value: 'nul \0' }],
    };
    const noPlace = 'has no place at this provider';
    expect(await refusalOf(provider.customerWrites.create(customer, createCall()))).toEqual({
      kind: 'invalid',
      issues: [
        { path: ['externalId'], message: 'must not be longer than 255 characters' },
        { path: ['name'], message: 'is needed by this provider' },
        { path: ['email'], message: 'must be an e-mail address' },
        { path: ['phone'], message: 'must not be longer than 20 characters' },
        { path: ['currency'], message: noPlace },
        { path: ['timezone'], message: 'must be an IANA time zone, such as "Europe/Berlin"' },
        { path: ['locale'], message: noPlace },
        { path: ['taxId'], message: noPlace },
        { path: ['address', 'line1'], message: 'must not be longer than 255 characters' },
        { path: ['address', 'line2'], message: 'must not be longer than 255 characters' },
        { path: ['address', 'city'], message: 'must not be longer than 100 characters' },
        { path: ['address', 'state'], message: 'must not be longer than 100 characters' },
        { path: ['address', 'postalCode'], message: 'must not be longer than 20 characters' },
        {
          path: ['address', 'country'],
          message: 'must be an ISO 3166-1 alpha-2 code in upper case, such as "DE"',
        },
        { path: ['metadata', '0', 'key'], message: 'must not be empty' },
        { path: ['metadata', '0', 'value'], message: 'must not contain NUL' },
      ],
    });
    expect(requests).toEqual([]);
  });

  test('is refused for a name or an e-mail address that the database has no room for', async () => {
    const { provider, requests } = openAccount({});
    const email = `${'x'.repeat(250)}@a.example`;
    const long = { externalId: 'birch-7', name: 'ü'.repeat(256), email };
    expect(await refusalOf(provider.customerWrites.create(long, createCall()))).toEqual({
      kind: 'invalid',
      issues: [
        { path: ['name'], message: 'must not be longer than 255 characters' },
        { path: ['email'], message: 'must not be longer than 255 characters' },
      ],
    });
    expect(requests).toEqual([]);
  });

  test.each([
    ['now', refusal(409, 'already_exists', { external_id: 'birch-7' })],
    ['before April 2026', olderRefusal(409, { external_id: 'birch-7' })],
  ])(
    'never changes who has the external id already: a conflict as Flexprice says it %s',
    async (_, reply) => {
      const { provider, requests } = openAccount({ [post]: () => reply });
      expect(await refusalOf(provider.customerWrites.create(least, createCall()))).toEqual(taken);
      expect(requests).toHaveLength(1);
    },
  );

  test.each([
    ['now', (details: Readonly<Record<string, unknown>>) => refusal(400, 'validation_error', details)],
    ['before April 2026', (details: Readonly<Record<string, unknown>>) => olderRefusal(400, details)],
  ])('is refused by our field names where Flexprice finds something wrong with one: %s', async (_, reply) => {
    const details = { Email: failedOn('email'), AddressCountry: failedOn('iso3166_1_alpha2') };
    const { provider } = openAccount({ [post]: () => reply(details) });
    expect(await refusalOf(provider.customerWrites.create(least, createCall()))).toEqual({
      kind: 'invalid',
      issues: [
        { path: ['email'], message: 'is not accepted by this provider' },
        { path: ['address', 'country'], message: 'is not accepted by this provider' },
      ],
    });
  });

  test.each([
    ['a refusal that names no field', refusal(400, 'validation_error'), 'rejected'],
    [
      'a role that may not write',
      { status: 403, body: { message: 'insufficient permissions' } },
      'forbidden',
    ],
    ['a key that is wrong', { status: 401, body: { error: 'Unauthorized' } }, 'unauthenticated'],
    [
      'another customer in the answer',
      { status: 201, body: rowLike('customers', { external_id: 'oak-1' }) },
      'bad-response',
    ],
    ['an answer that is no customer', { status: 201, body: { id: '' } }, 'bad-response'],
    [
      'a customer without its time of creation',
      { status: 201, body: rowLike('customers', { created_at: null }) },
      'bad-response',
    ],
    ['a database failure', refusal(500, 'database_error'), 'outcome-unknown'],
    ['a duplicate told as a server error', refusal(500, 'already_exists'), 'outcome-unknown'],
    ['a panic', { status: 500, type: '', body: '' }, 'outcome-unknown'],
    ['an answer that cannot be read', { status: 201, body: '{"id":"cust_' }, 'outcome-unknown'],
  ] satisfies [string, Reply, string][])('fails on %s', async (_, reply, failure) => {
    const { provider, requests } = openAccount({ [post]: () => reply });
    expect(await rejectionOf(provider.customerWrites.create(least, createCall()))).toMatchObject({
      name: 'ProviderError',
      failure,
    });
    expect(requests).toHaveLength(1);
  });

  test('never tells what Flexprice said', async () => {
    const { provider } = openAccount({
      [post]: () => refusal(400, 'validation_error', { Email: failedOn('email') }),
    });
    const error = await rejectionOf(provider.customerWrites.create(least, createCall()));
    expect(JSON.stringify(error) + String(error)).not.toMatch(/person|tag|Birch/);
  });
});

describe('ensuring a customer', () => {
  test('gives back who is there, unchanged', async () => {
    const { provider, requests } = openAccount({ [search]: () => listOf([rowLike('customers', {})]) });
    const wanted = { externalId: 'birch-7', name: 'Another Name' };
    expect(await provider.customerWrites.ensure(wanted, createCall())).toMatchObject({
      created: false,
      customer: { key: 'cust_birch', name: 'Birch Bikes' },
    });
    expect(requests.map(({ path }) => path)).toEqual(['/customers/search']);
  });

  test('creates who is not there', async () => {
    const { provider, requests } = openAccount({ [search]: () => listOf([]), [post]: () => created });
    expect(await provider.customerWrites.ensure(least, createCall())).toMatchObject({
      created: true,
      customer: { key: 'cust_birch' },
    });
    expect(requests.map(({ path }) => path)).toEqual(['/customers/search', '/customers']);
  });

  test('gives back whom somebody else has created meanwhile', async () => {
    let somebodyWon = false;
    const { provider } = openAccount({
      [search]: () => listOf(somebodyWon ? [rowLike('customers', {})] : []),
      [post]: () => {
        somebodyWon = true;
        return refusal(409, 'already_exists');
      },
    });
    expect(await provider.customerWrites.ensure(least, createCall())).toMatchObject({
      created: false,
      customer: { key: 'cust_birch' },
    });
  });

  test('is a conflict where a search does not show yet who has the external id', async () => {
    const { provider } = openAccount({
      [search]: () => listOf([]),
      [post]: () => refusal(409, 'already_exists'),
    });
    expect(await refusalOf(provider.customerWrites.ensure(least, createCall()))).toEqual(taken);
  });

  test('creates a new customer where the one with the external id is archived', async () => {
    const { provider, requests } = openAccount({
      [search]: (request) =>
        listOf(
          bodyIds(request, 'external_ids').map((external_id) =>
            rowLike('customers', { external_id, status: 'archived' }),
          ),
        ),
      [post]: () => created,
    });
    expect(await provider.customerWrites.ensure(least, createCall())).toMatchObject({ created: true });
    expect(requests).toHaveLength(2);
  });

  test('checks the input first', async () => {
    const { provider, requests } = openAccount({});
    const nameless = provider.customerWrites.ensure({ externalId: 'birch-7' }, createCall());
    expect(await refusalOf(nameless)).toMatchObject({ issues: [{ path: ['name'] }] });
    expect(requests).toEqual([]);
  });
});
