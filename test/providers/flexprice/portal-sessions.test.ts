import { describe, expect, test } from 'vitest';
import {
  createCall,
  listOf,
  missing,
  openAccount,
  type Reply,
  refusalOf,
  rejectionOf,
  rowLike,
} from './support.ts';

const search = 'POST /customers/search';
const byId = { externalId: 'birch-7' };
const plain = { returnUrl: null };
const session = {
  url: 'https://portal.example/?token=eyJhbGciOi',
  token: 'eyJhbGciOi',
  expires_at: '2026-11-20T10:30:00.5+00:00',
};
const sessionAt = (path: string, body: unknown = session) => ({
  [`GET /customers/portal/${path}`]: () => ({ body }),
});

describe('a portal session', () => {
  test('is asked for by external id in one call', async () => {
    const { provider, requests } = openAccount(sessionAt('birch-7'));
    expect(await provider.portalSessions.create(byId, plain, createCall())).toEqual({
      url: session.url,
      expiresAt: new Date('2026-11-20T10:30:00.500Z'),
    });
    expect(requests).toMatchObject([{ method: 'GET', path: '/customers/portal/birch-7', query: [] }]);
  });

  test('is asked for by the external id that the customer of a key has', async () => {
    const { provider, requests } = openAccount({
      ...sessionAt('birch%20%2342'),
      [search]: () => listOf([rowLike('customers', { external_id: 'birch #42' })]),
    });
    const created = await provider.portalSessions.create({ key: 'cust_birch' }, plain, createCall());
    expect(created.url).toBe(session.url);
    expect(requests).toMatchObject([
      { path: '/customers/search', body: { customer_ids: ['cust_birch'] } },
      { path: '/customers/portal/birch%20%2342' },
    ]);
  });

  test('is made anew each time', async () => {
    const { provider, requests } = openAccount(sessionAt('birch-7'));
    const call = createCall();
    await provider.portalSessions.create(byId, plain, call);
    await provider.portalSessions.create(byId, plain, call);
    expect(requests).toHaveLength(2);
  });

  test('of a customer that does not exist is not found', async () => {
    const { provider, requests } = openAccount({
      'GET /customers/portal/birch-7': () => missing,
      [search]: () => listOf([rowLike('customers', { status: 'archived' })]),
    });
    const create = (reference: { externalId: string } | { key: string }) =>
      refusalOf(provider.portalSessions.create(reference, plain, createCall()));
    expect(await create(byId)).toEqual({ kind: 'not-found' });
    expect(await create({ key: 'cust_birch' })).toEqual({ kind: 'not-found' });
    expect(requests).toHaveLength(2);
  });

  test('leads nowhere else afterwards: a return URL has no place', async () => {
    const { provider, requests } = openAccount({});
    const input = { returnUrl: 'https://shop.example' };
    expect(await refusalOf(provider.portalSessions.create(byId, input, createCall()))).toEqual({
      kind: 'invalid',
      issues: [{ path: ['returnUrl'], message: 'has no place at this provider' }],
    });
    expect(requests).toEqual([]);
  });

  test.each(['north/south', '/', '.', '..'])(
    'is not to be had for the external id %j',
    async (externalId) => {
      const { provider, requests } = openAccount({
        [search]: () => listOf([rowLike('customers', { external_id: externalId })]),
      });
      for (const reference of [{ externalId }, { key: 'cust_birch' }]) {
        const failure = await rejectionOf(provider.portalSessions.create(reference, plain, createCall()));
        expect(failure).toMatchObject({ name: 'ProviderError', failure: 'unsupported' });
      }
      expect(requests.map(({ path }) => path)).toEqual(['/customers/search']);
    },
  );

  test.each([
    ['a link that runs code', { ...session, url: 'javascript:alert(1)' }],
    ['a link to nowhere', { ...session, url: 'portal' }],
    ['no link', { token: 'eyJhbGciOi' }],
  ])('is a bad response with %s', async (_, body) => {
    const { provider } = openAccount(sessionAt('birch-7', body));
    expect(await rejectionOf(provider.portalSessions.create(byId, plain, createCall()))).toMatchObject({
      failure: 'bad-response',
    });
  });

  test.each([
    ['a panic', { status: 500, type: '', body: '' }, 'unavailable'],
    ['an unknown route', { status: 404, type: 'text/plain', body: '404 page not found' }, 'rejected'],
  ] satisfies [string, Reply, string][])('fails like a read on %s', async (_, reply, failure) => {
    const { provider } = openAccount({ 'GET /customers/portal/birch-7': () => reply });
    expect(await rejectionOf(provider.portalSessions.create(byId, plain, createCall()))).toMatchObject({
      failure,
    });
  });

  test('may not tell until when it lasts', async () => {
    const { provider } = openAccount(sessionAt('birch-7', { url: 'http://localhost:3000/portal' }));
    expect(await provider.portalSessions.create(byId, plain, createCall())).toEqual({
      url: 'http://localhost:3000/portal',
      expiresAt: null,
    });
  });
});
