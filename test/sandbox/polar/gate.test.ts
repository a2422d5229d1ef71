import { describe, expect, test } from 'vitest';
import { createPolar, idOf } from './support.ts';

const notFound = { detail: 'Not Found' };
const unauthorized = { error: 'Unauthorized', detail: 'Unauthorized' };

describe('the token', () => {
  test('of nobody, or of another scheme, is answered as no token at all', () => {
    const polar = createPolar();
    for (const authorization of [null, 'Basic abc', 'polar_oat_test']) {
      const answer = polar.ask('GET', '/v1/customers/', undefined, { authorization });
      expect(answer).toMatchObject({ status: 401, body: unauthorized });
      expect(answer.headers['www-authenticate']).toBe('Bearer realm="polar"');
    }
  });

  test('that was never issued has its own error shape, on any path', () => {
    for (const path of ['/v1/customers/', '/v1/nonsense']) {
      const answer = createPolar().ask('GET', path, undefined, { authorization: 'Bearer polar_oat_other' });
      expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
      expect(answer.body).not.toHaveProperty('detail');
    }
  });

  test('may come with the scheme in any case', () => {
    const answer = createPolar().ask('GET', '/v1/customers/', undefined, {
      authorization: 'bEARER polar_oat_test',
    });
    expect(answer.status).toBe(200);
  });

  test('of a customer session is known, but accepted by none of these routes', () => {
    const polar = createPolar();
    const { body } = polar.ask('POST', '/v1/customer-sessions/', { external_customer_id: 'acct-1' });
    const token = typeof body === 'object' && body !== null && 'token' in body ? String(body.token) : '';
    expect(token).toMatch(/^polar_mst_/);
    const answer = polar.ask('GET', '/v1/customers/', undefined, { authorization: `Bearer ${token}` });
    expect(answer).toMatchObject({ status: 401, body: unauthorized });
  });

  test('is not asked for where there is no route', () => {
    const answer = createPolar().ask('GET', '/v1/nonsense', undefined, { authorization: null });
    expect(answer).toMatchObject({ status: 404, body: notFound });
  });
});

describe('the API version', () => {
  test.each(['2026-04', '2026-10'])('%s is echoed', (version) => {
    const answer = createPolar().ask('GET', '/v1/products/', undefined, { 'polar-version': version });
    expect(answer.status).toBe(200);
    expect(answer.headers['polar-version']).toBe(version);
  });

  test('is the current one when none is named', () => {
    expect(createPolar().ask('GET', '/v1/products/').headers['polar-version']).toBe('2026-04');
  });

  test.each(['2025-01', 'latest', ''])(
    '"%s" is not found, even without a token, and not echoed',
    (version) => {
      const answer = createPolar().ask('GET', '/v1/products/', undefined, {
        'polar-version': version,
        authorization: null,
      });
      expect(answer).toMatchObject({ status: 404, body: notFound });
      expect(answer.headers).not.toHaveProperty('polar-version');
    },
  );
});

describe('the length of a write', () => {
  test.each(['POST', 'PATCH', 'PUT'])('of a %s has to be told', (method) => {
    const answer = createPolar().ask(method, '/v1/customers/', {}, { 'content-length': null });
    expect(answer).toMatchObject({ status: 411, body: { error: 'LengthRequired' } });
  });

  test('must not pass ten mebibytes', () => {
    const answer = createPolar().ask('POST', '/v1/customers/', {}, { 'content-length': '10485761' });
    expect(answer).toMatchObject({ status: 413, body: { error: 'RequestBodyTooLarge' } });
  });

  test('of a DELETE does not matter', () => {
    const polar = createPolar();
    const answer = polar.ask('DELETE', '/v1/customers/external/pl-3', undefined, { 'content-length': null });
    expect(answer.status).toBe(204);
  });
});

describe('paths', () => {
  test.each([
    ['/v1/customers', '/v1/customers/'],
    ['/v1/customers/export/', '/v1/customers/export'],
    ['/v1/wallets?type=billing', '/v1/wallets/?type=billing'],
    ['/v1/customers/external/acct-1/', '/v1/customers/external/acct-1'],
  ])('%s redirects to %s, token or not', (path, target) => {
    const answer = createPolar().ask('GET', path, undefined, {
      authorization: null,
      host: 'polar.test:8080',
    });
    expect(answer).toMatchObject({ status: 307, text: '' });
    expect(answer.headers.location).toBe(`http://polar.test:8080${target}`);
  });

  test.each(['/v1/customers/x/y/z/', '/v2/customers/', '/', '/v1'])('%s is no route', (path) => {
    expect(createPolar().ask('GET', path)).toMatchObject({ status: 404, body: notFound });
  });

  test('the removed balance route is no route', () => {
    const polar = createPolar();
    const answer = polar.ask('GET', `/v1/customers/${idOf(polar, 'acct-1')}/balance`);
    expect(answer).toMatchObject({ status: 404, body: notFound });
  });

  test('a method that a path does not know is refused with those that it knows', () => {
    const answer = createPolar().ask('DELETE', '/v1/customers/');
    expect(answer).toMatchObject({ status: 405, body: { detail: 'Method Not Allowed' } });
    expect(answer.headers.allow).toBe('GET, POST');
  });

  test('the older prefix still works, with a notice', () => {
    const answer = createPolar().ask('GET', '/api/v1/products/');
    expect(answer.status).toBe(200);
    expect(answer.headers).toHaveProperty('x-polar-deprecation-notice');
    expect(createPolar().ask('GET', '/v1/products/').headers).not.toHaveProperty(
      'x-polar-deprecation-notice',
    );
  });

  test('no answer may be kept by a cache', () => {
    expect(createPolar().ask('GET', '/v1/products/').headers['cache-control']).toBe('private, no-store');
  });
});
