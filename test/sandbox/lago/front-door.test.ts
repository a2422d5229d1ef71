import { describe, expect, it } from 'vitest';
import { createLagoSandbox } from '../../../src/sandbox/lago/create-lago-sandbox.ts';
import { at, notFound, openSandbox, testKey, testTime } from './open-sandbox.ts';

describe('the key', () => {
  const ask = openSandbox();
  const unauthorized = { status: 401, body: { status: 401, error: 'Unauthorized' } };

  it.each([
    ['no header', {}],
    ['another key', { authorization: 'Bearer other' }],
    ['the key without a scheme', { authorization: testKey }],
  ])('is refused: %s', (_case, headers) => {
    expect(ask('GET /customers', undefined, { authorization: '', ...headers })).toMatchObject(unauthorized);
  });

  it.each(['Bearer', 'bearer', 'Token'])('is read after any scheme: %s', (scheme) => {
    expect(ask('GET /customers', undefined, { authorization: `${scheme}  ${testKey}` }).status).toBe(200);
  });
});

describe('the path', () => {
  const ask = openSandbox();
  const externalIdAt = (path: string) => at(ask(`GET ${path}`).body, 'customer', 'external_id');

  it.each(['/nothing', '/customers/acct-1/nothing', '/customers/acct-1/wallets/prepaid/more'])(
    'is 404 resource_not_found where no route matches: %s',
    (path) => {
      expect(ask(`GET ${path}`)).toMatchObject(notFound('resource'));
    },
  );

  it('is 404 for a method that a route does not have', () => {
    expect(ask('PUT /customers/acct-1')).toMatchObject(notFound('resource'));
  });

  it('is 404 without /api/v1, before the key is looked at', () => {
    const emulator = createLagoSandbox({ now: () => testTime, apiKey: testKey });
    const answer = emulator({
      method: 'GET',
      path: '/customers',
      query: new URLSearchParams(),
      headers: {},
      body: '',
    });
    expect(answer.status).toBe(404);
    expect(JSON.parse(answer.body ?? '')).toEqual(notFound('resource').body);
  });

  it('does not mind slashes too many', () => {
    expect(externalIdAt('//customers///acct-1/')).toBe('acct-1');
  });

  it('stops a customer id at a dot and takes the rest for a format', () => {
    expect(externalIdAt('/customers/acme.io')).toBe('acme');
    expect(ask('GET /customers.json').status).toBe(200);
    expect(ask('GET /customers/acct-1/wallets.json').status).toBe(200);
  });

  it('has no format in the middle', () => {
    expect(ask('GET /customers/acme.io/wallets')).toMatchObject(notFound('resource'));
  });

  it.each([
    ['acme%2Eio', 'acme.io'],
    ['acme%2eio', 'acme.io'],
    ['team%2Fblue', 'team/blue'],
    ['ticket%239', 'ticket#9'],
    ['who%3F', 'who?'],
    ['100%25', '100%'],
    ['100%', '100%'],
    ['50%2525', '50%25'],
    ['Jane%20Doe', 'Jane Doe'],
    ['plus+one', 'plus+one'],
    ['plus%2Bone', 'plus+one'],
    ['r%26d', 'r&d'],
    ['urn:harbor:7', 'urn:harbor:7'],
    ['m%C3%BCller-7', 'müller-7'],
    ['%E5%AE%A2%E6%88%B7-8', '客户-8'],
  ])('decodes segments after matching: %s is %s', (segment, externalId) => {
    expect(externalIdAt(`/customers/${segment}`)).toBe(externalId);
    expect(ask(`GET /customers/${segment}/wallets`).status).toBe(200);
  });

  it('does not take a plus sign for a space', () => {
    expect(ask('GET /customers/Jane+Doe')).toMatchObject(notFound('customer'));
  });

  it('is 400 where it is not UTF-8', () => {
    expect(ask('GET /customers/%FF')).toMatchObject({ status: 400, body: { status: 400 } });
  });

  it('lets subscription ids and codes of coupons and features contain dots', () => {
    expect(at(ask('GET /subscriptions/many.v1.0').body, 'subscription', 'external_id')).toBe('many.v1.0');
    expect(ask('GET /subscriptions/many.v1.0/entitlements').status).toBe(200);
    expect(at(ask('GET /coupons/LAUNCH.V2').body, 'coupon', 'code')).toBe('LAUNCH.V2');
    expect(at(ask('GET /features/support.desk').body, 'feature', 'code')).toBe('support.desk');
  });
});

describe('the body', () => {
  it.each([
    ['nothing', undefined],
    ['another root key', { client: { external_id: 'a' } }],
    ['an empty root', { customer: {} }],
    ['a root that is no object', { customer: 'a' }],
  ])('is 400 with %s', (_case, body) => {
    const error = 'BadRequest: param is missing or the value is empty or invalid: customer';
    expect(openSandbox()('POST /customers', body)).toMatchObject({
      status: 400,
      body: { status: 400, error },
    });
  });

  it('is 400 where it is not JSON', () => {
    expect(openSandbox()('POST /customers', '{"customer":')).toMatchObject({ status: 400 });
  });

  it('is not looked at where it does not claim to be JSON', () => {
    const answer = openSandbox()(
      'POST /customers',
      { customer: { external_id: 'a' } },
      { 'content-type': 'text/plain' },
    );
    expect(answer.status).toBe(400);
  });
});

describe('every answer', () => {
  it.each([
    ['GET /customers', '50'],
    ['GET /nothing', '50'],
    ['GET /customers/acct-1/current_usage?external_subscription_id=sub-acct-1', '200'],
  ])('tells the rate limit: %s has %s per second', (route, limit) => {
    const { headers } = openSandbox()(route);
    expect(headers['x-ratelimit-limit']).toBe(limit);
    expect(Number(headers['x-ratelimit-remaining'])).toBeLessThan(Number(limit));
    expect(headers['x-ratelimit-reset']).toBe('1');
  });

  it('has a request id of its own', () => {
    const ask = openSandbox();
    const ids = [1, 2].map(() => ask('GET /customers').headers['x-request-id']);
    expect(new Set(ids).size).toBe(2);
  });
});
