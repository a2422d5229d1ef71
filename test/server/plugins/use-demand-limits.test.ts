import { getIntrospectionQuery } from 'graphql';
import { describe, expect, it } from 'vitest';
import { defaultLimits } from '../../../src/server/demand/limits.ts';
import { serveNobody } from '../../support/serve-nobody.ts';

const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');

const nested = (depth: number) => '{ a '.repeat(depth) + '}'.repeat(depth);

const account = (fields: string) => `{ account(externalId: "x") { ${fields} } }`;

/** Less than 2 KB of text that would be 65,536 fields. */
const fanOut = `{ ...F0 } ${times(
  16,
  (level) =>
    `fragment F${level} on Query { a: node(id: "x") { ...G${level} } b: node(id: "x") { ...G${level} } } fragment G${level} on Node { ... on Query { ...F${level + 1} } }`,
)} fragment F16 on Query { __typename }`;

describe('a document that asks for too much is refused with one error that names the limit', () => {
  it.each([
    ['aliases', 'aliases', `{ ${times(100, (index) => `a${index}: providers { name }`)} }`, '100 aliases'],
    [
      'aliases of __typename',
      'aliases',
      `{ ${times(101, (index) => `a${index}: __typename`)} }`,
      '101 aliases',
    ],
    ['aliases in fragments', 'aliases', fanOut, `${2 ** 17 - 2} aliases`],
    ['depth', 'depth', nested(14), 'a depth of 14'],
    [
      'depth in fragments',
      'depth',
      `{ ...F0 } ${times(14, (level) => `fragment F${level} on T { a { ...F${level + 1} } }`)} fragment F14 on T { a }`,
      'a depth of 15',
    ],
    ['directives', 'directives', `{ __typename ${'@include(if: true) '.repeat(9)} }`, '9 directives'],
    ['directives that do not exist', 'directives', `{ __typename ${'@aa '.repeat(10)} }`, '10 directives'],
    ['tokens', 'tokens', `{ ${'a '.repeat(1999)} }`, 'more than 2000 tokens'],
    ['a long alias', 'nameLength', `{ ${'a'.repeat(129)}: __typename }`, 'a name of 129 characters'],
    ['10,000 aliases', 'tokens', `{ ${times(10_000, (index) => `a${index}: __typename`)} }`, undefined],
    ['50,000 braces', 'tokens', '{ a '.repeat(50_000), undefined],
    ['a depth of 5,000', 'tokens', nested(5_000), undefined],
    [
      'a list literal 20,000 deep',
      'tokens',
      `{ a(b: ${'['.repeat(20_000)}${']'.repeat(20_000)}) }`,
      undefined,
    ],
    [
      '2,000 unused fragments',
      'tokens',
      `{ a } ${times(2_000, (index) => `fragment F${index} on Query { a }`)}`,
      undefined,
    ],
    ['1,000 directives', 'directives', `{ __typename ${'@a '.repeat(900)} }`, undefined],
  ] as const)('%s: %s', async (_what, limitOf, query, asked) => {
    const allowed = limitOf === 'nameLength' ? 128 : defaultLimits[limitOf];
    const { request, provider } = serveNobody();
    const answers = await Promise.all(
      ['application/json', 'application/graphql-response+json'].map((accept) =>
        request({ headers: { accept }, body: { query } }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 400]);
    for (const { data, errors } of answers) {
      expect(data).toBeUndefined();
      expect(errors).toEqual([
        {
          message: expect.stringContaining(asked ?? `at most ${allowed} are allowed`),
          extensions: {
            code: 'QUERY_TOO_EXPENSIVE',
            limitOf,
            limit: allowed,
          },
        },
      ]);
    }
    expect(provider.reads).toEqual([]);
  });

  it.each([
    [
      'aliases',
      { aliases: 2 },
      '{ a: __typename b: __typename }',
      '{ a: __typename b: __typename c: __typename }',
    ],
    ['depth', { depth: 2 }, '{ providers { name } }', account('unavailable { code }')],
    ['directives', { directives: 1 }, '{ __typename @skip(if: false) }', '{ __typename @a @b }'],
    ['tokens', { tokens: 5 }, '{ __typename __typename __typename }', '{ a b c d }'],
  ] as const)('only beyond the limit of %s that is set', async (_name, limits, within, beyond) => {
    const { ask } = serveNobody({ limits });
    expect((await ask(within)).errors).toBeUndefined();
    expect((await ask(beyond)).errors).toMatchObject([{ extensions: { code: 'QUERY_TOO_EXPENSIVE' } }]);
  });

  it('also when it is sent again', async () => {
    const { ask } = serveNobody();
    for (const _time of [1, 2, 3]) {
      expect((await ask(nested(14))).errors).toMatchObject([{ extensions: { limitOf: 'depth' } }]);
    }
  });
});

describe('a document that is wrong in many ways is answered with a few errors', () => {
  it.each([
    ['fields that do not exist', `{ ${times(500, (index) => `f${index}`)} }`, 5],
    [
      'fragments that are not used',
      `{ __typename } ${times(200, (index) => `fragment F${index} on Query { a }`)}`,
      5,
    ],
    ['operations, none of them named', times(100, () => '{ __typename }'), 1],
    ['operations, none of them chosen', times(100, (index) => `query Q${index} { __typename }`), 1],
    ['fragments in themselves', '{ ...F } fragment F on Query { ...F }', 1],
  ])('%s', async (_what, query, count) => {
    const { errors = [] } = await serveNobody().ask(query);
    expect(errors.map(({ extensions }) => extensions)).toEqual(Array(count).fill({ code: 'BAD_USER_INPUT' }));
  });

  it('or with variables', async () => {
    const query = 'query ($ids: [String!]!) { accounts(externalIds: $ids) { externalId } }';
    const { errors = [] } = await serveNobody().ask(query, { ids: Array(60).fill(1) });
    expect(errors.map(({ extensions }) => extensions)).toEqual(Array(5).fill({ code: 'BAD_USER_INPUT' }));
  });
});

describe('nesting that no stack would hold is read, or refused, and never an error of the server', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  it.each([
    ['variables that nothing asks for', `{"query":"{ __typename }","variables":{"x":${deep}}}`, undefined],
    [
      'a variable',
      `{"query":"query ($x: ID!) { node(id: $x) { id } }","variables":{"x":${deep}}}`,
      'BAD_USER_INPUT',
    ],
    [
      'a variable for a list',
      `{"query":"query ($x: [String!]!) { accounts(externalIds: $x) { externalId } }","variables":{"x":${deep}}}`,
      'BAD_USER_INPUT',
    ],
    ['extensions', `{"query":"{ __typename }","extensions":{"x":${deep}}}`, undefined],
    ['the body', deep, 'BAD_USER_INPUT'],
    ['half a body', deep.slice(0, 100_000), 'BAD_USER_INPUT'],
    ['the query', JSON.stringify({ query: 1 }).replace('1', deep), 'BAD_USER_INPUT'],
  ])('in %s', async (_place, body, code) => {
    const { request, lines } = serveNobody();
    const { status, errors } = await request({ body });
    expect(status).toBeLessThan(500);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(code && [code]);
    expect(lines.map(({ msg }) => msg)).not.toContain('internal error');
  });

  it('in a document without a limit of its own', async () => {
    const { ask } = serveNobody({ limits: { tokens: 1_000_000, depth: 1000 } });
    for (const query of ['{ a '.repeat(50_000), nested(20_000)]) {
      expect(await ask(query)).toMatchObject({
        status: 400,
        errors: [{ message: 'The request cannot be read.', extensions: { code: 'BAD_USER_INPUT' } }],
      });
    }
  });
});

it('lets introspection through where the schema may be asked for', async () => {
  const { ask } = serveNobody({ introspection: true });
  const { data, errors } = await ask(getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true }));
  expect(errors).toBeUndefined();
  expect(data).toMatchObject({ __schema: { queryType: { name: 'Query' } } });
});
