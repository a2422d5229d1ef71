import { describe, expect, it } from 'vitest';
import { serveNobody } from '../../support/serve-nobody.ts';

const ids = {
  query: 'a'.repeat(64),
  variable: 'b'.repeat(64),
  deep: 'c'.repeat(64),
  notGraphql: 'd'.repeat(64),
  notOurs: 'e'.repeat(64),
  mutation: 'f'.repeat(64),
} as const;

const byId = new Map([
  [ids.query, 'query Trusted { __typename }'],
  [ids.variable, 'query Provider($name: String!) { provider(name: $name) { name } }'],
  [ids.deep, `${'{ a '.repeat(14)}${'}'.repeat(14)}`],
  [ids.notGraphql, 'query secret {'],
  [ids.notOurs, '{ secret }'],
  [ids.mutation, 'mutation { deleteCustomer(input: { customer: { id: "x" } }) { __typename } }'],
]);

const named = (sha256Hash: unknown) => ({ persistedQuery: { version: 1, sha256Hash } });
const search = (id: string) => `/graphql?extensions=${encodeURIComponent(JSON.stringify(named(id)))}`;
const preflight = { 'graphql-require-preflight': '1' } as const;

const open = () => serveNobody({ documents: { byId, only: false } });
const closed = () => serveNobody({ documents: { byId, only: true } });

describe.each([
  ['beside others', open],
  ['and nothing else', closed],
])('a server of trusted documents, %s,', (_what, serve) => {
  it('executes a document by its id', async () => {
    const { request } = serve();
    const trusted = { data: { __typename: 'Query' }, status: 200 };
    expect(await request({ body: { extensions: named(ids.query) } })).toMatchObject(trusted);
    expect(await request({ method: 'GET', target: search(ids.query), headers: preflight })).toMatchObject(
      trusted,
    );
    const unversioned = { persistedQuery: { sha256Hash: ids.query } };
    expect(await request({ body: { extensions: unversioned } })).toMatchObject(trusted);
    const body = { extensions: named(ids.variable), operationName: 'Provider', variables: { name: 'lago' } };
    expect((await request({ body })).data).toEqual({ provider: { name: 'lago' } });
  });

  it('asks for a GET what it asks of any other', async () => {
    const { request } = serve();
    expect((await request({ method: 'GET', target: search(ids.query) })).status).toBe(403);
    expect((await request({ method: 'GET', target: search(ids.mutation), headers: preflight })).status).toBe(
      405,
    );
  });

  it.each(['0'.repeat(64), '__proto__', 'constructor', 'toString', ''])(
    'does not know the id %j',
    async (id) => {
      const { request } = serve();
      for (const [accept, status] of [
        ['application/json', 200],
        ['application/graphql-response+json', 400],
      ] as const) {
        const answer = await request({ body: { extensions: named(id) }, headers: { accept } });
        expect(answer.status).toBe(status);
        expect(answer.data).toBeUndefined();
        expect(answer.errors).toEqual([
          { message: 'PersistedQueryNotFound', extensions: { code: 'BAD_USER_INPUT' } },
        ]);
      }
    },
  );

  it.each([[null], [7], [['a']], [{ a: 1 }]])('takes %j for no id', async (id) => {
    const { errors } = await serve().request({ body: { extensions: named(id) } });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('holds trusted documents to the limits', async () => {
    const { errors } = await serve().request({ body: { extensions: named(ids.deep) } });
    expect(errors).toMatchObject([{ extensions: { code: 'QUERY_TOO_EXPENSIVE', limitOf: 'depth' } }]);
  });

  it('warns at its start of documents that cannot be executed, by their ids', () => {
    const { lines } = serve();
    expect(lines.map(({ id }) => id)).toEqual([ids.deep, ids.notGraphql, ids.notOurs]);
    expect(JSON.stringify(lines)).not.toContain('secret');
  });
});

describe('a text', () => {
  const text = '{ __typename }';

  it('is executed beside trusted documents', async () => {
    expect((await open().ask(text)).data).toEqual({ __typename: 'Query' });
  });

  it.each([
    ['alone', { query: text }],
    ['that is the one of a trusted document', { query: 'query Trusted { __typename }' }],
    ['with the id of another document', { query: text, extensions: named(ids.query) }],
    ['with an id that is not known', { query: text, extensions: named('0') }],
    ['that does not even parse', { query: '{ a '.repeat(50_000) }],
  ])('%s is refused where only trusted documents are executed', async (_what, body) => {
    const answer = await closed().request({ body });
    expect(answer.data).toBeUndefined();
    expect(answer.errors).toEqual([
      {
        message: 'Only documents that are named by their ids are executed here.',
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
  });

  it('that is missing is missed', async () => {
    expect((await open().request({ body: {} })).errors).toMatchObject([
      { message: 'Must provide query string.' },
    ]);
    expect((await closed().request({ body: {} })).errors).toMatchObject([
      { message: 'Name a document: extensions.persistedQuery.sha256Hash.' },
    ]);
  });
});
