import { gzipSync } from 'node:zlib';
import type { ErrorCode } from '../../../src/graphql/error-code.ts';
import type { HttpRequest } from '../../support/http-exchange.ts';
import { keys } from '../../support/open-target.ts';

/** A request that is refused whatever the media type of its answer, and how. */
interface RequestAttack {
  readonly request: HttpRequest;
  readonly status: number;
  /** Absent: a mistake in the request. */
  readonly code?: ErrorCode;
  /** What the answer's headers must hold. */
  readonly headers?: Readonly<Record<string, string>>;
}

const operation = { query: '{ providers { name } }' } as const;
const mutation =
  'mutation { createCustomer(input: { provider: "lago", externalId: "forged", name: "Eve" }) { __typename } }';
const text = JSON.stringify(operation);
const get = (query: string) => `/graphql?query=${encodeURIComponent(query)}`;
const preflight = { 'apollo-require-preflight': '1' } as const;
const forged = { status: 403, code: 'FORBIDDEN' } as const;
const form = 'application/x-www-form-urlencoded';
const boundary = 'multipart/form-data; boundary=x';
const part = `--x\r\nContent-Disposition: form-data; name="operations"\r\n\r\n${JSON.stringify({ query: mutation })}\r\n--x--`;

const bodies: readonly (readonly [string, RequestAttack])[] = [
  ['a batch of 5', { request: { body: Array(5).fill(operation) }, status: 400 }],
  ['a batch of 100', { request: { body: Array(100).fill(operation) }, status: 400 }],
  ['a key __proto__', { request: { body: `{"__proto__":${text}}` }, status: 400 }],
  ['a key too many', { request: { body: { ...operation, more: 1 } }, status: 400 }],
  ['a list of variables', { request: { body: { ...operation, variables: [1] } }, status: 400 }],
  ['a body that is no JSON', { request: { body: '{"query":' }, status: 400 }],
  ['no body', { request: {}, status: 400 }],
  [
    '5 MB of variables',
    { request: { body: { ...operation, variables: { x: 'x'.repeat(5_000_000) } } }, status: 413 },
  ],
  [
    'a bomb in gzip',
    {
      request: {
        headers: { 'content-encoding': 'gzip' },
        body: gzipSync(JSON.stringify({ ...operation, variables: { x: ' '.repeat(50_000_000) } })),
      },
      status: 413,
    },
  ],
  [
    'a gzip that is none',
    { request: { headers: { 'content-encoding': 'gzip' }, body: operation }, status: 400 },
  ],
  [
    'an encoding that does not exist',
    { request: { headers: { 'content-encoding': 'evil' }, body: operation }, status: 415 },
  ],
];

const methods: readonly (readonly [string, RequestAttack])[] = [
  ['a GET of a mutation', { request: { method: 'GET', target: get(mutation) }, ...forged }],
  [
    'a GET of a mutation that says that it is no forgery',
    { request: { method: 'GET', target: get(mutation), headers: preflight }, status: 405 },
  ],
  ['a GET of a query', { request: { method: 'GET', target: get('{ providers { name } }') }, ...forged }],
  ...(['PUT', 'DELETE', 'PATCH'] as const).map(
    (method) => [`a ${method}`, { request: { method, body: { query: mutation } }, status: 405 }] as const,
  ),
  [
    'a form',
    {
      request: {
        headers: { 'content-type': form },
        body: `query=${encodeURIComponent(mutation)}`,
      },
      ...forged,
    },
  ],
  [
    'a form that says that it is no forgery',
    {
      request: {
        headers: { 'content-type': form, ...preflight },
        body: `query=${encodeURIComponent(mutation)}`,
      },
      status: 415,
    },
  ],
  ['a form in parts', { request: { headers: { 'content-type': boundary }, body: part }, ...forged }],
  [
    'a form in parts that says that it is no forgery',
    { request: { headers: { 'content-type': boundary, ...preflight }, body: part }, status: 415 },
  ],
  [
    'JSON as plain text',
    {
      request: { headers: { 'content-type': 'text/plain' }, body: JSON.stringify({ query: mutation }) },
      ...forged,
    },
  ],
  ['JSON of no type', { request: { headers: { 'content-type': undefined }, body: text }, ...forged }],
  [
    'JSON in another charset',
    { request: { headers: { 'content-type': 'application/json; charset=utf-7' }, body: text }, status: 415 },
  ],
];

const paths: readonly (readonly [string, RequestAttack])[] = [
  ['a path below the graph', { request: { target: '/graphql/x', body: operation }, status: 404 }],
  ['a path that ends like the graph', { request: { target: '/x/graphql', body: operation }, status: 404 }],
  ['a path of dots', { request: { target: '/graphql/../graphql/..%2f', body: operation }, status: 404 }],
  [
    'a file of GraphiQL, which is off',
    { request: { method: 'GET', target: '/graphql/assets/page.js' }, status: 404 },
  ],
  [
    'an export that is not for this caller',
    {
      request: {
        method: 'GET',
        target: '/customers.csv',
        headers: { authorization: `Bearer ${keys.writer}` },
      },
      status: 403,
      code: 'FORBIDDEN',
    },
  ],
  ['an export by POST', { request: { target: '/customers.csv', body: '' }, status: 405 }],
  [
    'an export of nobody',
    { request: { method: 'GET', target: '/customers.csv?provider=..%2f' }, status: 400 },
  ],
  [
    'an export with more to it',
    { request: { method: 'GET', target: '/customers.csv?provider=lago&x=1' }, status: 400 },
  ],
];

/** Requests that break the rules of HTTP, of GraphQL over HTTP, or of the web. */
export const requestAttacks = [...bodies, ...methods, ...paths];

/** Headers of a proxy that nobody has put there, as they would have another request answered. */
export const forwarding = {
  'x-forwarded-for': '127.0.0.1',
  'x-forwarded-host': 'evil.example',
  'x-forwarded-proto': 'evil',
  forwarded: 'host=evil.example',
  'x-http-method-override': 'DELETE',
  'x-original-url': '/health',
} as const;

/** What a browser asks before a page of this origin may post with a key. */
export const preflightFrom = (origin: string): HttpRequest => ({
  method: 'OPTIONS',
  headers: {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization',
  },
});
