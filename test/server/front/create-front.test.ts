import { brotliCompressSync, gzipSync } from 'node:zlib';
import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentAttacks } from '../../end-to-end/attacks/document-attacks.ts';
import { requestAttacks } from '../../end-to-end/attacks/request-attacks.ts';
import { createFakeProvider } from '../../support/fake-provider.ts';
import { bearer, type HttpRequest } from '../../support/http-exchange.ts';
import { openPort } from '../../support/open-port.ts';
import { sendHttp } from '../../support/send-http.ts';
import { keys, openTarget, type Target } from '../../support/open-target.ts';

let target: Target;
beforeAll(async () => {
  target = await openTarget({ server: { corsOrigins: ['https://app.example'] } });
});
afterAll(() => target.close());

const operation = { query: '{ __typename }' } as const;
const text = JSON.stringify(operation);
const typed = (type: string) => ({ headers: { 'content-type': type }, body: text });
const packed = (encoding: string, body: Uint8Array) => ({
  headers: { 'content-encoding': encoding },
  body: new Uint8Array(body),
});
const withHeaders = (headers: Readonly<Record<string, string>>) => ({ headers, body: operation });
const customer = 'customerByExternalId(provider: "lago", externalId: "acct-1")';

const good: readonly (readonly [string, HttpRequest])[] = [
  ['a query', { body: operation }],
  [
    'variables',
    { body: { query: 'query ($x: Boolean!) { a: __typename @include(if: $x) }', variables: { x: true } } },
  ],
  [
    'nothing but nulls beside it',
    { body: { ...operation, variables: null, operationName: null, extensions: null } },
  ],
  [
    'one operation of two',
    { body: { query: 'query A { a: __typename } query B { b: __typename }', operationName: 'B' } },
  ],
  ['a customer', { body: { query: `{ ${customer} { name balance { settled { amount } } } }` } }],
  [
    'a part that fails',
    { body: { query: `{ providers { name } node(id: "x") { id } customers(first: 101) { nodes { id } } }` } },
  ],
  [
    'a field that the account cannot tell',
    {
      body: {
        query:
          '{ customerByExternalId(provider: "polar", externalId: "acct-1") { pastUsage { invoiceId } } }',
      },
    },
  ],
  [
    'a refused change',
    {
      headers: bearer(keys.reader),
      body: {
        query:
          'mutation { deleteCustomer(input: { customer: { external: { provider: "lago", externalId: "x" } } }) { __typename } }',
      },
    },
  ],
  ['gzip', packed('gzip', gzipSync(text))],
  ['Brotli, in capitals', packed('BR', brotliCompressSync(text))],
  ['an encoding that is none', { headers: { 'content-encoding': 'identity' }, body: operation }],
  ['UTF-8 by name', typed('application/json; charset=utf-8')],
  ['UTF-8 in capitals and quotes', typed('Application/JSON;charset="UTF-8"')],
  ['a byte order mark', { body: `\uFEFF${text}` }],
  ['a page of an origin that is let in', withHeaders({ origin: 'https://app.example' })],
  ['a page of another', withHeaders({ origin: 'https://evil.example' })],
  ['a deadline', withHeaders({ 'x-request-timeout-ms': '10000' })],
];

const bad: readonly (readonly [string, HttpRequest])[] = [
  ['no query', { body: {} }],
  ['a query that is no text', { body: { query: 1 } }],
  ['variables in a text', { body: { ...operation, variables: '{}' } }],
  ['extensions in a list', { body: { ...operation, extensions: [] } }],
  ['a syntax error', { body: { query: '{' } }],
  ['no such field', { body: { query: '{ nope }' } }],
  ['no such operation', { body: { ...operation, operationName: 'B' } }],
  ['a variable missing', { body: { query: 'query ($id: ID!) { node(id: $id) { id } }' } }],
  [
    'a variable of another type',
    { body: { query: 'query ($id: ID!) { node(id: $id) { id } }', variables: { id: {} } } },
  ],
  ['a subscription', { body: { query: 'subscription { __typename }' } }],
  ['two operations and no name', { body: { query: 'query A { __typename } query B { __typename }' } }],
  ['introspection', { body: { query: '{ __schema { types { name } } }' } }],
  [
    'variables nested beyond the stack',
    { body: `{"query":"{ __typename }","variables":{"x":${'['.repeat(50_000)}${']'.repeat(50_000)}}}` },
  ],
  ['half of a gzip', packed('gzip', gzipSync(text).subarray(0, -6))],
  ['two encodings', withHeaders({ 'content-encoding': 'gzip, gzip' })],
  ['bytes that are not UTF-8', { body: new Uint8Array([0x7b, 0xff, 0x7d]) }],
  ['a null', { body: 'null' }],
  ['a text', { body: '"{ __typename }"' }],
  ['a charset that is not ours', typed('application/json; charset=latin1')],
  ['two types', typed('application/json, text/plain')],
  ['no credentials', { headers: { authorization: undefined }, body: operation }],
  ['another scheme', { headers: { authorization: 'Basic x' }, body: operation }],
  ['a deadline that is none', withHeaders({ 'x-request-timeout-ms': 'soon' })],
];

/** What differs from answer to answer, and what only matters to a page that asks whether it may. */
const unlike = [
  'date',
  'access-control-allow-methods',
  'access-control-allow-headers',
  'access-control-max-age',
];

async function sendTo(path: string, request: HttpRequest) {
  const { status, headers, text: body } = await target.send({ ...request, target: path });
  return {
    status,
    body,
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !unlike.includes(name))),
  };
}

const accepts = [
  undefined,
  'application/json',
  'application/graphql-response+json',
  'application/json;q=0.5, application/graphql-response+json',
  'text/html, */*;q=0.1',
  'application/json; charset=latin1',
  'image/png',
];

const posts: readonly (readonly [string, HttpRequest])[] = requestAttacks.flatMap(([name, { request }]) =>
  (request.method ?? 'POST') === 'POST' && request.target === undefined ? [[name, request] as const] : [],
);
const documents: readonly (readonly [string, HttpRequest])[] = documentAttacks.map(
  ([name, { query, variables }]) => [name, { body: { query, variables } }] as const,
);

/** The same request by Yoga's own way: only the front is particular about the question mark. */
const byYoga = '/graphql?';

describe('the front answers as Yoga would', () => {
  it.each([...good, ...bad, ...posts, ...documents])('%s', async (_name, request) => {
    for (const accept of accepts) {
      const headers = { ...request.headers, ...(accept !== undefined && { accept }) };
      const answer = await sendTo('/graphql', { ...request, headers });
      expect(answer).toEqual(await sendTo(byYoga, { ...request, headers }));
      expect(answer.headers['content-type']).toMatch(/^application\/.*json; charset=utf-8$/);
    }
  });

  it('a good request with its data', async () => {
    expect(await sendTo('/graphql', { body: operation })).toMatchObject({
      status: 200,
      body: '{"data":{"__typename":"Query"}}',
    });
  });
});

describe('a connection', () => {
  const post = (lines: string, body: string) =>
    `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer ${keys.all}\r\n${lines}\r\n${body}`;
  const sized = (body: string, lines = '') => post(`Content-Length: ${body.length}\r\n${lines}`, body);
  const last = sized('{"query":"{ last: __typename }"}', 'Connection: close\r\n');
  const large = ' '.repeat(100_000);

  it.each([
    ['an answer', sized(text)],
    ['chunks', post('Transfer-Encoding: chunked\r\n', `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`)],
    ['a body that is no JSON', sized('{')],
    ['a body that is not packed as it says', sized(large, 'Content-Encoding: gzip\r\n')],
    ['an encoding that there is not', sized(large, 'Content-Encoding: evil\r\n')],
    ['credentials that are not valid', sized(large).replace(keys.all, 'nobody')],
  ])('is of use after %s', async (_what, first) => {
    const socket = connect(target.port, '127.0.0.1', () => socket.write(first + last));
    const answers = await buffer(socket);
    expect(answers.toString()).toContain('{"data":{"last":"Query"}}');
    expect(answers.toString().match(/HTTP\/1\.1 \d/g)).toHaveLength(2);
  });
});

describe('a trusted document', () => {
  const known = 'a'.repeat(64);
  const named = (sha256Hash: string) => ({ extensions: { persistedQuery: { sha256Hash } } });
  const bodies = [operation, named(known), named('b'.repeat(64)), { ...named(known), ...operation }, {}];

  it.each([true, false])('is executed as by Yoga, by its id and (only: %s) by its text', async (only) => {
    const documents = { byId: new Map([[known, '{ trusted: __typename }']]), only };
    const server = await openPort({ providers: [createFakeProvider({ name: 'lago' })], documents });
    try {
      const answersOf = (path: string) =>
        Promise.all(
          bodies.map(async (body) => (await sendHttp(server.origin, { target: path, body }, 'x')).text),
        );
      const answers = await answersOf('/graphql');
      expect(answers).toEqual(await answersOf(byYoga));
      expect(answers[1]).toBe('{"data":{"trusted":"Query"}}');
      expect(answers[0]?.includes('"data"')).toBe(!only);
    } finally {
      await server.close();
    }
  });
});
