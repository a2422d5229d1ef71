import { describe, expect, test } from 'vitest';
import {
  createCall,
  listOf,
  missing,
  olderRefusal,
  openAccount,
  type Reply,
  refusal,
  refusalOf,
  rejectionOf,
  rowLike,
  unknownRoute,
} from './support.ts';

const search = 'POST /customers/search';
const deletion = 'DELETE /customers/cust_birch';
const birch = { key: 'cust_birch' };
const done: Reply = { status: 204, type: '', body: '' };

describe('deleting a customer', () => {
  test.each([
    [birch, { customer_ids: ['cust_birch'] }],
    [{ externalId: 'birch-7' }, { external_ids: ['birch-7'] }],
  ])('looks up %j, and deletes the customer by its id', async (reference, body) => {
    const { provider, requests } = openAccount({
      [search]: () => listOf([rowLike('customers', {})]),
      [deletion]: () => done,
    });
    expect(await provider.customerWrites.delete(reference, createCall())).toBe('cust_birch');
    expect(requests).toMatchObject([
      { method: 'POST', path: '/customers/search', body },
      { method: 'DELETE', path: '/customers/cust_birch', query: [] },
    ]);
    expect(requests[1]?.body).toBeUndefined();
  });

  test.each([
    ['is not known', []],
    ['is archived already', [rowLike('customers', { status: 'archived' })]],
  ])('that %s finds nothing, and sends no deletion', async (_, rows) => {
    const { provider, requests } = openAccount({ [search]: () => listOf(rows) });
    expect(await refusalOf(provider.customerWrites.delete(birch, createCall()))).toEqual({
      kind: 'not-found',
    });
    expect(requests).toHaveLength(1);
  });

  test.each([
    [birch, { id: 'cust_oak' }],
    [{ externalId: 'birch-7' }, { external_id: 'BIRCH-7' }],
  ])('deletes nobody where the search for %j answers with somebody else', async (reference, row) => {
    const { provider, requests } = openAccount({ [search]: () => listOf([rowLike('customers', row)]) });
    expect(await rejectionOf(provider.customerWrites.delete(reference, createCall()))).toMatchObject({
      failure: 'bad-response',
    });
    expect(requests).toHaveLength(1);
  });

  test.each<readonly [string, Reply, object]>([
    ['a customer gone meanwhile', missing, { kind: 'not-found' }],
    ['a customer gone meanwhile, in the older words', olderRefusal(404), { kind: 'not-found' }],
    [
      'an active subscription',
      refusal(400, 'invalid_operation', { customer_id: 'cust_birch' }),
      { kind: 'conflict', message: 'The customer has an active subscription or wallet.', path: [] },
    ],
    [
      'an active subscription, in the older words',
      olderRefusal(400),
      { kind: 'conflict', message: 'The customer has an active subscription or wallet.', path: [] },
    ],
  ])('is refused over %s', async (_, reply, expected) => {
    const { provider } = openAccount({
      [search]: () => listOf([rowLike('customers', {})]),
      [deletion]: () => reply,
    });
    expect(await refusalOf(provider.customerWrites.delete(birch, createCall()))).toEqual(expected);
  });

  test.each([
    ['a rule told as a server error', refusal(500, 'invalid_operation'), 'outcome-unknown'],
    ['an absence told as a server error', refusal(500, 'not_found'), 'outcome-unknown'],
    ['a panic', { status: 500, type: '', body: '' }, 'outcome-unknown'],
    ['a route that does not exist', unknownRoute, 'rejected'],
    [
      'a role that may not delete',
      { status: 403, body: { message: 'insufficient permissions' } },
      'forbidden',
    ],
  ] satisfies [string, Reply, string][])('fails on %s, and is not tried again', async (_, reply, failure) => {
    const { provider, requests } = openAccount({
      [search]: () => listOf([rowLike('customers', {})]),
      [deletion]: () => reply,
    });
    expect(await rejectionOf(provider.customerWrites.delete(birch, createCall()))).toMatchObject({
      name: 'ProviderError',
      failure,
    });
    expect(requests).toHaveLength(2);
  });

  test('cannot be made to forget who it was', () => {
    expect(openAccount({}).provider.customerWrites.anonymize).toBeUndefined();
  });
});
