import { describe, expect, it } from 'vitest';
import { serveNobody } from '../../support/serve-nobody.ts';

describe('whatever cannot be answered', () => {
  it.each([
    ['a path that is not there', { method: 'GET', target: '/' }, 404],
    ['a path that ends like the graph', { body: '{"query":"{__typename}"}', target: '/x/graphql' }, 404],
    ['a path below the graph', { method: 'GET', target: '/graphql/x' }, 404],
    ['a path that continues the graph', { method: 'GET', target: '/graphqlx?/graphql' }, 404],
    ['a page that is not served', { method: 'GET', target: '/graphql/assets/page.js' }, 404],
    ['a method for other things', { method: 'PUT' }, 405],
    ['a method that deletes', { method: 'DELETE' }, 405],
    [
      'a type of answer that there is not',
      { body: '{"query":"{__typename}"}', headers: { accept: 'image/png' } },
      406,
    ],
    [
      'an answer in events',
      { body: '{"query":"{__typename}"}', headers: { accept: 'text/event-stream' } },
      406,
    ],
    ['a refusal in events', { method: 'GET', headers: { accept: 'text/event-stream' } }, 406],
    ['an answer in parts', { body: '{"query":"{__typename}"}', headers: { accept: 'multipart/mixed' } }, 406],
  ])('%s is answered in the shape of the graph’s errors', async (_what, request, status) => {
    const { request: send, lines } = serveNobody();
    const plain = await send(request);
    expect(plain).toMatchObject({ status, errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    expect(plain.data).toBeUndefined();
    expect(plain.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(lines).toEqual([]);
    if (status === 406) return;
    const accept = 'application/graphql-response+json';
    const newer = await send({ ...request, headers: { accept } });
    expect([newer.status, newer.headers['content-type']]).toEqual([status, `${accept}; charset=utf-8`]);
  });

  it('is not executed when the answer could not be sent', async () => {
    const { request, provider } = serveNobody();
    const body = { query: '{ customerByExternalId(provider: "lago", externalId: "x") { id } }' };
    expect((await request({ body, headers: { accept: 'text/html' } })).status).toBe(406);
    expect(provider.reads).toEqual([]);
    await request({ body });
    expect(provider.reads).toHaveLength(1);
  });
});
