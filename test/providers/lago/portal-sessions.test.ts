import { describe, expect, it } from 'vitest';
import { createOrganization, person } from './organization.ts';
import { createCall, createLago, failureOf, linesOf, ok, refusal, routes } from './support.ts';

const url = 'https://app.lago.test/customer-portal/eyJ--c0ffee';
const answer = () => ok({ customer: { portal_url: url } });
const nowhere = { returnUrl: null };

describe('a portal session of Lago', () => {
  it('is a new link for a key or an external id, which lives for twelve hours', async () => {
    const { lago, sent } = createLago(routes({ '/customers/a%2Fb/portal_url': answer }));
    const { create } = lago.portalSessions;
    const session = { url, expiresAt: new Date('2026-03-11T00:00:00Z') };
    expect(await create({ key: 'a/b' }, nowhere, createCall())).toEqual(session);
    expect(await create({ externalId: 'a/b' }, nowhere, createCall())).toEqual(session);
    expect(linesOf(sent)).toEqual(Array(2).fill('GET /customers/a%2Fb/portal_url'));
  });

  it('cannot lead back anywhere', async () => {
    const { lago, sent } = createLago(answer);
    const input = { returnUrl: 'https://shop.example' };
    expect(await failureOf(lago.portalSessions.create({ key: 'team-7' }, input, createCall()))).toEqual({
      kind: 'invalid',
      issues: [{ path: ['returnUrl'], message: 'has no place at this provider' }],
    });
    expect(sent).toEqual([]);
  });

  it.each(['', '..', 'a\u0000b'])('is for nobody called %j, and nobody is asked', async (key) => {
    const { lago, sent } = createLago(answer);
    const session = lago.portalSessions.create({ key }, nowhere, createCall());
    expect(await failureOf(session)).toEqual({ kind: 'not-found' });
    expect(sent).toEqual([]);
  });

  it('is for nobody whom Lago does not know', async () => {
    const { lago } = createLago(() => refusal(404, 'customer_not_found'));
    const session = lago.portalSessions.create({ key: 'team-7' }, nowhere, createCall());
    expect(await failureOf(session)).toEqual({ kind: 'not-found' });
  });

  it.each([
    [{ status: 500, body: '' }, 'unavailable'],
    [refusal(404, 'resource_not_found'), 'rejected'],
    [ok({ customer: { portal_url: '/customer-portal/x' } }), 'bad-response'],
    [ok({ customer: { portal_url: 'javascript:alert(1)' } }), 'bad-response'],
    [ok({ customer: {} }), 'bad-response'],
  ])('fails after %j', async (refused, failure) => {
    const { lago } = createLago(() => refused);
    const session = lago.portalSessions.create({ key: 'team-7' }, nowhere, createCall());
    expect(await failureOf(session)).toMatchObject({ failure });
  });

  it('is opened for a customer with a dot only where its path is the customer', async () => {
    const path = '/customers/acme%2Eio';
    const open = (found: string) => {
      const { lago, sent } = createLago(
        createOrganization([person('acme.io')], {
          [`GET ${path}`]: () => ok({ customer: person(found) }),
          [`GET ${path}/portal_url`]: answer,
        }),
      );
      return { sent, session: lago.portalSessions.create({ key: 'acme.io' }, nowhere, createCall()) };
    };
    const safe = open('acme.io');
    expect(await safe.session).toMatchObject({ url });
    const search = 'GET /customers?external_id=acme.io&page=1&per_page=1';
    expect(linesOf(safe.sent)).toEqual([search, `GET ${path}`, `GET ${path}/portal_url`]);

    const astray = open('acme');
    expect(await failureOf(astray.session)).toMatchObject({ failure: 'bad-response' });
    expect(linesOf(astray.sent)).toEqual([search, `GET ${path}`]);
  });
});
