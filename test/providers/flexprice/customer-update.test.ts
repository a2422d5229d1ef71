import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { CustomerChanges, CustomerReference } from '../../../src/billing/customer-write.ts';
import {
  createCall,
  failedOn,
  type FakeAccount,
  listOf,
  missing,
  olderRefusal,
  openAccount,
  type Reply,
  refusal,
  refusalOf,
  rejectionOf,
  rowLike,
  type SentRequest,
} from './support.ts';

const search = 'POST /customers/search';
const put = 'PUT /customers';
const birch = { key: 'cust_birch' };

const fields = z.record(z.string(), z.unknown());

/** An account in which Birch Bikes is stored as said, and answers to a `PUT` with the stored row and the changes. */
function openBirch(
  stored: Readonly<Record<string, unknown>> = {},
  answerPut = (changed: Readonly<Record<string, unknown>>): Reply => ({ body: changed }),
): FakeAccount {
  const row = rowLike('customers', stored);
  return openAccount({
    [search]: () => listOf([row]),
    [put]: ({ body }) => answerPut({ ...row, ...fields.parse(body) }),
  });
}

const update = ({ provider }: FakeAccount, changes: CustomerChanges, reference: CustomerReference = birch) =>
  provider.customerWrites.update(reference, changes, createCall());

const putsOf = (requests: readonly SentRequest[]) =>
  requests.filter(({ method }) => method === 'PUT').map(({ body }) => body);

describe('updating a customer', () => {
  test.each([
    [birch, { customer_ids: ['cust_birch'], limit: 1000, offset: 0 }],
    [{ externalId: 'birch-7' }, { external_ids: ['birch-7'], limit: 1000, offset: 0 }],
  ])('looks up %j, and changes the customer by its id', async (reference, body) => {
    const account = openBirch();
    await update(account, { name: 'Birch' }, reference);
    expect(account.requests).toMatchObject([
      { method: 'POST', path: '/customers/search', body },
      {
        method: 'PUT',
        path: '/customers',
        query: [
          ['id', 'cust_birch'],
          // Given both, Flexprice refuses where they have come to be two customers.
          ...('externalId' in reference ? [['external_customer_id', 'birch-7']] : []),
        ],
        body: { name: 'Birch' },
      },
    ]);
    expect(account.requests).toHaveLength(2);
  });

  test('resolves to the changed customer, whose time of change Flexprice does not tell', async () => {
    const account = openBirch();
    expect(
      await update(account, { name: 'Birch', metadata: [{ key: 'tier', value: 'gold' }] }),
    ).toMatchObject({
      key: 'cust_birch',
      name: 'Birch',
      metadata: [{ key: 'tier', value: 'gold' }],
      createdAt: new Date('2026-10-03T08:15:30.250Z'),
      updatedAt: null,
    });
  });

  test.each<readonly [string, CustomerChanges, object]>([
    ['only what is there', { email: 'new@birch.example' }, { email: 'new@birch.example' }],
    ['a phone as the contact', { phone: '112' }, { contact: '112' }],
    ['a time zone', { timezone: 'Asia/Tokyo' }, { timezone: 'Asia/Tokyo' }],
    ['empty text for a phone that goes', { phone: null }, { contact: '' }],
    ['the parts of an address that are there', { address: { city: 'Bath' } }, { address_city: 'Bath' }],
    [
      'empty text for the parts of an address that go',
      { address: { line1: null, line2: null, city: null, state: null, postalCode: null, country: 'FR' } },
      {
        address_line1: '',
        address_line2: '',
        address_city: '',
        address_state: '',
        address_postal_code: '',
        address_country: 'FR',
      },
    ],
    ['all metadata', { metadata: [{ key: 'tier', value: '' }] }, { metadata: { tier: '' } }],
    ['an empty map for no metadata', { metadata: null }, { metadata: {} }],
    ['an empty map for empty metadata', { metadata: [] }, { metadata: {} }],
    ['nothing for what has no place anyway', { name: 'Birch', taxId: null }, { name: 'Birch' }],
  ])('sends %s', async (_, changes, body) => {
    const account = openBirch();
    await update(account, changes);
    expect(putsOf(account.requests)).toEqual([body]);
  });

  test.each<CustomerChanges>([
    {},
    { address: {} },
    { externalId: 'birch-7' },
    { currency: null, locale: null },
  ])('only reads the customer where there is nothing to change: %j', async (changes) => {
    const account = openBirch();
    expect(await update(account, changes)).toMatchObject({
      key: 'cust_birch',
      updatedAt: new Date('2026-10-21T17:04:09Z'),
    });
    expect(account.requests.map(({ path }) => path)).toEqual(['/customers/search']);
  });

  test('is refused with every issue at once, before anything is sent', async () => {
    const account = openAccount({});
    const changes = {
      externalId: null,
      name: null,
      email: null,
      phone: '0'.repeat(21),
      currency: 'EUR',
      timezone: null,
      address: { country: null },
    };
    const stuck = 'cannot be cleared at this provider';
    expect(await refusalOf(update(account, changes))).toEqual({
      kind: 'invalid',
      issues: [
        { path: ['externalId'], message: 'cannot be cleared' },
        { path: ['name'], message: stuck },
        { path: ['email'], message: stuck },
        { path: ['phone'], message: 'must not be longer than 20 characters' },
        { path: ['currency'], message: 'has no place at this provider' },
        { path: ['timezone'], message: stuck },
        { path: ['address', 'country'], message: stuck },
      ],
    });
    expect(await refusalOf(update(account, { address: null }))).toEqual({
      kind: 'invalid',
      issues: [{ path: ['address'], message: stuck }],
    });
    expect(account.requests).toEqual([]);
  });

  test.each([
    ['is not known', []],
    ['is archived', [rowLike('customers', { status: 'archived' })]],
  ])('never creates and never revives: a customer that %s is not found', async (_, rows) => {
    const account = openAccount({ [search]: () => listOf(rows) });
    expect(await refusalOf(update(account, { name: 'Birch' }))).toEqual({ kind: 'not-found' });
    expect(await refusalOf(update(account, {}))).toEqual({ kind: 'not-found' });
    expect(putsOf(account.requests)).toEqual([]);
  });

  test.each([
    ['gone', missing],
    ['gone, in the older words', olderRefusal(404)],
    ['archived', { body: rowLike('customers', { status: 'archived' }) }],
  ])('is not found where the customer is %s since it was looked up', async (_, reply) => {
    const account = openBirch({}, () => reply);
    expect(await refusalOf(update(account, { name: 'Birch' }))).toEqual({ kind: 'not-found' });
  });

  test('changes nobody where the search answers with somebody else', async () => {
    const account = openBirch({ id: 'cust_oak' });
    expect(await rejectionOf(update(account, { name: 'Birch' }))).toMatchObject({ failure: 'bad-response' });
    expect(putsOf(account.requests)).toEqual([]);
  });

  test('is a bad response where the answer is about somebody else', async () => {
    const account = openBirch({}, (changed) => ({ body: { ...changed, id: 'cust_oak' } }));
    expect(await rejectionOf(update(account, { name: 'Birch' }))).toMatchObject({
      failure: 'bad-response',
      detail: 'another customer',
    });
  });

  test('is refused by our field names where Flexprice finds something wrong', async () => {
    const details = {
      Contact: failedOn('max'),
      Metadata: failedOn('required'),
      TaxRateOverrides: failedOn('dive'),
    };
    const account = openBirch({}, () => refusal(400, 'validation_error', details));
    expect(await refusalOf(update(account, { phone: '1' }))).toEqual({
      kind: 'invalid',
      issues: [
        { path: ['phone'], message: 'is too long for this provider' },
        { path: ['metadata'], message: 'is needed by this provider' },
        { path: [], message: 'is not accepted by this provider' },
      ],
    });
  });

  test.each([
    ['a panic', { status: 500, type: '', body: '' }, 'outcome-unknown'],
    ['a gateway that gave up', { status: 504, type: 'text/html', body: '' }, 'outcome-unknown'],
    ['a refusal that names no field', refusal(400, 'validation_error'), 'rejected'],
    ['a customer that makes no sense', { body: { id: 'cust_birch' } }, 'bad-response'],
  ] satisfies [string, Reply, string][])('fails on %s, and is not tried again', async (_, reply, failure) => {
    const account = openBirch({}, () => reply);
    expect(await rejectionOf(update(account, { name: 'Birch' }))).toMatchObject({ failure });
    expect(putsOf(account.requests)).toHaveLength(1);
  });
});

describe('changing the external id', () => {
  test.each([{}, { tier: 'gold' }])(
    'takes the metadata %j along, so that Flexprice notes nothing in it',
    async (metadata) => {
      const account = openBirch({ metadata });
      expect(await update(account, { externalId: 'birch-8' })).toMatchObject({ externalId: 'birch-8' });
      expect(putsOf(account.requests)).toEqual([{ external_id: 'birch-8', metadata }]);
    },
  );

  test.each<readonly [CustomerChanges, object]>([
    [{ externalId: 'birch-8' }, { external_id: 'birch-8', metadata: {} }],
    [
      { externalId: 'birch-8', name: 'Birch', metadata: [{ key: 'tier', value: 'gold' }] },
      { external_id: 'birch-8', name: 'Birch', metadata: { tier: 'gold' } },
    ],
  ])('gives a customer without metadata an empty map first: %j', async (changes, body) => {
    const account = openBirch({ metadata: null });
    expect(await update(account, changes)).toMatchObject({ externalId: 'birch-8' });
    expect(account.requests.slice(1)).toMatchObject([
      { method: 'PUT', query: [['id', 'cust_birch']], body: { metadata: {} } },
      { method: 'PUT', query: [['id', 'cust_birch']], body },
    ]);
    expect(putsOf(account.requests)).toEqual([{ metadata: {} }, body]);
  });

  test.each<CustomerChanges>([{ name: 'Birch' }, { externalId: 'birch-7', name: 'Birch' }])(
    'is not what %j does, so that a customer without metadata keeps none',
    async (changes) => {
      const account = openBirch({ metadata: null });
      await update(account, changes);
      expect(putsOf(account.requests)).toEqual([{ name: 'Birch' }]);
    },
  );

  test('goes no further where the empty map is not taken', async () => {
    const account = openBirch({ metadata: null }, () => ({ status: 500, type: '', body: '' }));
    expect(await rejectionOf(update(account, { externalId: 'birch-8' }))).toMatchObject({
      failure: 'outcome-unknown',
    });
    expect(putsOf(account.requests)).toEqual([{ metadata: {} }]);
  });

  test.each([
    ['now', refusal(409, 'already_exists')],
    ['before April 2026', olderRefusal(409)],
  ])('to one that is taken is a conflict, as Flexprice says it %s', async (_, reply) => {
    const account = openBirch({}, () => reply);
    expect(await refusalOf(update(account, { externalId: 'cedar-8' }))).toEqual({
      kind: 'conflict',
      message: 'Another customer has this external id.',
      path: ['externalId'],
    });
  });
});
