import { keys } from '../../support/open-target.ts';

const body = '{"query":"{ providers { name } }"}';
const post = (lines: string, content = body) =>
  `POST /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${keys.all}\r\nContent-Type: application/json\r\n${lines}\r\n${content}`;

/** Bytes that no HTTP client would send, and the status that they get. */
export const rawAttacks: readonly (readonly [name: string, bytes: string, status: number])[] = [
  ['two lengths', post(`Content-Length: 2\r\nContent-Length: ${body.length}\r\n`), 400],
  ['two lengths in one line', post(`Content-Length: ${body.length}, ${body.length}\r\n`), 400],
  ['a length that is no number', post('Content-Length: many\r\n'), 400],
  ['a length below zero', post('Content-Length: -1\r\n'), 400],
  ['a length with a sign', post(`Content-Length: +${body.length}\r\n`), 400],
  ['a length beyond numbers', post('Content-Length: 99999999999999999999999\r\n'), 400],
  ['30 MB to come', post('Content-Length: 31457280\r\n', '{'), 413],
  ['a length and chunks', post(`Content-Length: ${body.length}\r\nTransfer-Encoding: chunked\r\n`), 400],
  ['chunks by another name', post('Transfer-Encoding: xchunked\r\n'), 400],
  ['chunks that are not the last encoding', post('Transfer-Encoding: chunked, identity\r\n'), 400],
  ['a chunk of no length', post('Transfer-Encoding: chunked\r\n', 'zz\r\n{}\r\n'), 400],
  [
    'a chunk whose length is too large for any',
    post('Transfer-Encoding: chunked\r\n', 'fffffffffffffffffff\r\n{'),
    400,
  ],
  ['a NUL in a header', post(`X-Evil: a\0b\r\nContent-Length: ${body.length}\r\n`), 400],
  ['a bare CR in a header', post(`X-Evil: a\rb\r\nContent-Length: ${body.length}\r\n`), 400],
  [
    'a header that goes on in the next line',
    post(`X-Evil: a\r\n b\r\nConnection: close\r\nContent-Length: ${body.length}\r\n`),
    400,
  ],
  ['a space before the colon', post(`Content-Length : ${body.length}\r\n`), 400],
  ['17,000 bytes of headers', post(`X-Long: ${'x'.repeat(17_000)}\r\n`), 431],
  ['no Host', `POST /graphql HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}`, 400],
  ['two Hosts', post('Host: y\r\nContent-Length: 2\r\n'), 400],
  ['a Host that is a path', post('Content-Length: 2\r\n').replace('Host: x', 'Host: x/../y'), 400],
  ['a Host with somebody in it', post('Content-Length: 2\r\n').replace('Host: x', 'Host: a@b c'), 400],
  ['a whole URL', post('Content-Length: 2\r\n').replace('/graphql', 'http://evil.example/graphql'), 400],
  ['a version that does not exist', 'GET /graphql HTTP/9.9\r\nHost: x\r\n\r\n', 400],
  ['no HTTP', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
];

/** Asks for a way to another host. */
export const tunnel = 'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n';

/** More than 256 KiB in chunks, and no last one. */
export const endlessChunks = post(
  'Transfer-Encoding: chunked\r\n',
  `8000\r\n${' '.repeat(0x8000)}\r\n`.repeat(9),
);
