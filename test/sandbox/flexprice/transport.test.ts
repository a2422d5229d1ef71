import { describe, expect, test } from 'vitest';
import { idOf } from '../../../src/sandbox/flexprice/seed/names.ts';
import { apiKey, openSandbox } from './open-sandbox.ts';

const acct1 = idOf.customer('acct-1');

describe('who is let in', () => {
  test.each([
    ['nothing', {}, 'Unauthorized'],
    ['a wrong key', { 'x-api-key': 'sk_wrong' }, 'Unauthorized'],
    ['another scheme', { authorization: 'Basic abc' }, 'Invalid authorization header format'],
    ['an unknown token', { authorization: 'Bearer abc' }, 'Invalid token'],
    ['a wrong key and a token', { 'x-api-key': 'sk_wrong', authorization: 'Bearer abc' }, 'Invalid token'],
    ['the key as a token', { authorization: `Bearer ${apiKey}` }, 'Invalid token'],
  ])('%s is turned away', (_, headers, error) => {
    const answer = openSandbox().send('GET', `/customers/${acct1}`, '', headers);
    expect(answer).toMatchObject({ status: 401, json: { error } });
  });

  test('the key is', () => {
    expect(openSandbox().get(`/customers/${acct1}`)).toMatchObject({ status: 200, json: { id: acct1 } });
  });

  test('a path that does not exist is not found even without a key', () => {
    const answer = openSandbox().send('GET', '/nowhere', '', {});
    expect(answer).toMatchObject({
      status: 404,
      text: '404 page not found',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
    });
  });
});

describe('request ids', () => {
  test('an id that was sent comes back', () => {
    const headers = { 'x-api-key': apiKey, 'x-request-id': 'req-7' };
    expect(openSandbox().send('GET', `/customers/${acct1}`, '', headers).headers).toMatchObject({
      'x-request-id': 'req-7',
    });
  });

  test('otherwise each answer has a ULID of its own', () => {
    const sandbox = openSandbox();
    const ids = [1, 2].map(() => sandbox.get(`/customers/${acct1}`).headers['x-request-id']);
    expect(ids).toEqual([expect.stringMatching(/^[0-9A-Z]{26}$/), expect.stringMatching(/^[0-9A-Z]{26}$/)]);
    expect(ids[0]).not.toBe(ids[1]);
  });
});

describe('paths', () => {
  test.each([
    ['acme', 'acme'],
    ['acme.io', 'acme.io'],
    ['hash%231', 'hash#1'],
    ['what%3F', 'what?'],
    ['100%25', '100%'],
    ['50%2525', '50%25'],
    ['blue%20moon', 'blue moon'],
    ['c++', 'c++'],
    ['c%2B%2B', 'c++'],
    ['salt%20%26%20pepper', 'salt & pepper'],
    ['tenant:42', 'tenant:42'],
    ['m%C3%BCller-7', 'müller-7'],
    ['%E5%AE%A2%E6%88%B7-8', '客户-8'],
    [`long-${'0123456789'.repeat(25)}`, `long-${'0123456789'.repeat(25)}`],
  ])('the segment %s names the external id %s', (segment, externalId) => {
    expect(openSandbox().get(`/customers/external/${segment}`)).toMatchObject({
      status: 200,
      json: { id: idOf.customer(externalId), external_id: externalId },
    });
  });

  test('an escaped slash separates segments like any other', () => {
    const sandbox = openSandbox();
    expect(sandbox.get('/customers/external/north%2Fsouth')).toMatchObject({
      status: 404,
      text: '404 page not found',
    });
    expect(sandbox.get('/customers/external/acct-1%2Fentitlements')).toMatchObject({
      status: 200,
      json: { customer_id: acct1 },
    });
  });

  test('a broken escape is refused before anything else', () => {
    expect(openSandbox().send('GET', '/customers/external/100%', '', {})).toMatchObject({
      status: 400,
      text: '400 Bad Request',
    });
  });

  test.each([
    ['GET', 301],
    ['POST', 307],
  ])('a %s with a slash too many is redirected with %i', (method, status) => {
    const answer = openSandbox().send(method, '/customers/?limit=1', '{}', {});
    expect(answer).toMatchObject({ status, headers: { location: '/v1/customers?limit=1' } });
  });

  test.each(['/customers//external/acct-1', '/customers/external/', '//customers', '/Customers'])(
    '%s is no route',
    (target) => {
      // Without its last slash, /customers/external/ is the route of a customer with the id "external".
      const { status } = openSandbox().get(target);
      expect(status).toBe(target === '/customers/external/' ? 301 : 404);
    },
  );

  test('a fixed segment wins over a parameter in its place', () => {
    const sandbox = openSandbox();
    expect(sandbox.get('/customers/external/usage')).toMatchObject({
      json: { code: 'not_found', details: { external_id: 'usage' } },
    });
    expect(sandbox.get('/customers/usage')).toMatchObject({ status: 400 });
    expect(sandbox.get('/customers/search')).toMatchObject({
      status: 404,
      json: { details: { customer_id: 'search' } },
    });
  });

  test('an unknown method is no route', () => {
    expect(openSandbox().send('PATCH', `/customers/${acct1}`, '{}', { 'x-api-key': apiKey }).status).toBe(
      404,
    );
    expect(openSandbox().send('HEAD', `/customers/${acct1}`, '', { 'x-api-key': apiKey }).status).toBe(404);
  });

  test('nothing lives outside /v1', () => {
    const headers = { 'x-api-key': apiKey };
    const query = new URLSearchParams();
    const answer = openSandbox().emulator({ method: 'GET', path: '/customers', query, headers, body: '' });
    expect(answer.status).toBe(404);
  });
});

describe('bodies', () => {
  test.each(['', 'null and void', '[]', '"text"', '{"limit":"10"}', '{"customer_ids":"x"}', '{"limit":1.5}'])(
    'the search body %j is refused',
    (body) => {
      expect(openSandbox().post('/customers/search', body)).toMatchObject({
        status: 400,
        json: { code: 'validation_error', http_status_code: 400 },
      });
    },
  );

  test.each(['{}', 'null', '{"limit":null,"something":"else"}'])('the search body %s is fine', (body) => {
    expect(openSandbox().post('/customers/search', body)).toMatchObject({
      status: 200,
      json: { pagination: { limit: 50 } },
    });
  });

  test('an error without details has none', () => {
    const { json } = openSandbox().post('/customers/search', '');
    expect(json).not.toHaveProperty('details');
  });
});
