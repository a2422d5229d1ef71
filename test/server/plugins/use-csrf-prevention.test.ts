import { describe, expect, it } from 'vitest';
import { serveNobody } from '../../support/serve-nobody.ts';

const query = '?query=%7B__typename%7D';

describe('against forged requests', () => {
  it.each([
    ['a GET', { method: 'GET', target: `/graphql${query}` }, 403],
    [
      'a GET that sets a header',
      { method: 'GET', target: `/graphql${query}`, headers: { 'apollo-require-preflight': '' } },
      200,
    ],
    [
      'a GET that sets the other header',
      { method: 'GET', target: `/graphql${query}`, headers: { 'graphql-require-preflight': 'x' } },
      200,
    ],
    [
      'a GET that calls itself JSON',
      { method: 'GET', target: `/graphql${query}`, headers: { 'content-type': 'application/json' } },
      403,
    ],
    ['a GET without a query', { method: 'GET' }, 403],
    ['a POST of JSON', { body: '{"query":"{__typename}"}' }, 200],
    ['a POST of text', { body: '{"query":"{__typename}"}', headers: { 'content-type': 'text/plain' } }, 403],
    [
      'a POST of text that mentions JSON',
      { body: '{"query":"{__typename}"}', headers: { 'content-type': 'text/plain; x=application/json' } },
      403,
    ],
    [
      'a POST of text and JSON',
      { body: '{"query":"{__typename}"}', headers: { 'content-type': 'text/plain, application/json' } },
      403,
    ],
    [
      'a form',
      { body: 'query=%7B__typename%7D', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      403,
    ],
    [
      'a form with files',
      { body: '--x--', headers: { 'content-type': 'multipart/form-data; boundary=x' } },
      403,
    ],
    ['a POST without a type', { target: `/graphql${query}` }, 403],
  ])('%s is executed or not', async (_what, request, status) => {
    const answer = await serveNobody().request(request);
    expect(answer.status).toBe(status);
    expect(answer.data === undefined).toBe(status !== 200);
    if (status !== 200) expect(answer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('a mutation is executed by POST only', async () => {
    const mutation = 'mutation { deleteCustomer(input: { customer: { id: "x" } }) { __typename } }';
    const answer = await serveNobody().request({
      method: 'GET',
      target: `/graphql?query=${encodeURIComponent(mutation)}`,
      headers: { 'apollo-require-preflight': '1' },
    });
    expect([answer.status, answer.headers.allow]).toEqual([405, 'POST']);
    expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});
