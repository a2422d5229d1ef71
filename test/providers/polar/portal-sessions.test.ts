import { describe, expect, it } from 'vitest';
import type { CustomerReference } from '../../../src/billing/customer-write.ts';
import {
  brokenRule,
  complaint,
  createCall,
  type FakeAnswer,
  failureOf,
  fakePolar,
  fixture,
  misfit,
  polarId,
  refusalOf,
  refusals,
} from './support.ts';

const key = polarId(7);
const opened = { status: 201, json: fixture('customer-session', { customer_id: key }) };

function polarThat(answer: FakeAnswer) {
  return fakePolar(({ method }) => (method === 'POST' ? answer : { json: fixture('customer', { id: key }) }));
}

const noReturn = { returnUrl: null };

describe('a portal session at Polar', () => {
  it('is opened for a customer by id', async () => {
    const { provider, requests, sent } = polarThat(opened);
    expect(await provider.portalSessions.create({ key }, noReturn, createCall())).toEqual({
      url: 'https://polar.example/orchard/portal?customer_session_token=polar_mst_invented',
      expiresAt: new Date('2026-03-10T13:00:00.250Z'),
    });
    expect(sent()).toEqual(['POST /v1/customer-sessions/']);
    expect(requests[0]?.body).toEqual({ customer_id: key });
  });

  it('is opened for whom an external id means, with a way back', async () => {
    const { provider, requests, sent } = polarThat(opened);
    const input = { returnUrl: 'https://shop.example/account?x=1#top' };
    await provider.portalSessions.create({ externalId: 'orchard-7' }, input, createCall());
    expect(sent()).toEqual(['GET /v1/customers/external/orchard-7', 'POST /v1/customer-sessions/']);
    expect(requests[1]?.body).toEqual({ customer_id: key, return_url: input.returnUrl });
  });

  it.each([
    'shop.example/account',
    'javascript:alert(1)',
    'ftp://shop.example/',
    'https://',
    'https://shop example/',
    ' https://shop.example/',
    'https://shop.example/\ud800',
    `https://shop.example/${'x'.repeat(2083)}`,
  ])('is not opened with the way back %j', async (returnUrl) => {
    const { provider, requests } = polarThat(opened);
    const refusal = await refusalOf(provider.portalSessions.create({ key }, { returnUrl }, createCall()));
    expect(refusal).toMatchObject({ kind: 'invalid', issues: [{ path: ['returnUrl'] }] });
    expect(requests).toEqual([]);
  });

  it.each<[CustomerReference, readonly string[]]>([
    [{ key: 'orchard-7' }, []],
    [{ externalId: '..' }, []],
    [{ externalId: 'orchard-8' }, ['GET /v1/customers/external/orchard-8']],
  ])('is not opened for nobody: %j', async (reference, calls) => {
    const { provider, sent } = fakePolar(() => refusals.missing);
    const session = provider.portalSessions.create(reference, noReturn, createCall());
    expect(await refusalOf(session)).toEqual({ kind: 'not-found' });
    expect(sent()).toEqual(calls);
  });

  it.each<[string, FakeAnswer, object]>([
    [
      'a customer that does not exist',
      brokenRule(complaint(['customer_id'], 'value_error', 'Customer does not exist.')),
      { kind: 'not-found' },
    ],
    [
      'a way back that Polar does not like',
      misfit(complaint(['CustomerSessionCustomerIDCreate', 'return_url'], 'url_parsing')),
      { kind: 'invalid', issues: [{ path: ['returnUrl'], message: 'is not accepted by this provider' }] },
    ],
  ])('is refused for %s', async (_what, answer, refusal) => {
    const { provider } = polarThat(answer);
    const session = provider.portalSessions.create({ key }, noReturn, createCall());
    expect(await refusalOf(session)).toEqual(refusal);
  });

  const needsMember = 'member_id is required for team customers.';

  it.each<[string, FakeAnswer, string]>([
    ['a team', brokenRule(complaint(['member_id'], 'value_error', needsMember)), 'unsupported'],
    ['another customer', { json: fixture('customer-session', { customer_id: polarId(8) }) }, 'bad-response'],
    [
      'a link that is none',
      { json: fixture('customer-session', { customer_id: key, customer_portal_url: 'javascript:x' }) },
      'bad-response',
    ],
    ['no link', { json: { customer_id: key } }, 'bad-response'],
    ['a 500, which leaves nothing behind', { status: 500, text: '' }, 'unavailable'],
    ['a missing scope', refusals.insufficientScope, 'forbidden'],
    ['an unknown route', refusals.unknownRoute, 'rejected'],
  ])('fails with %s', async (_what, answer, failure) => {
    const { provider } = polarThat(answer);
    const session = provider.portalSessions.create({ key }, noReturn, createCall());
    expect((await failureOf(session)).failure).toBe(failure);
  });
});
