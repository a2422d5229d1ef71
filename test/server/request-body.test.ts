import { request } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFakeProvider } from '../support/fake-provider.ts';
import { type OpenPort, openPort } from '../support/open-port.ts';
import { sendRaw } from '../support/send-raw.ts';
import { serveNobody } from '../support/serve-nobody.ts';

const operation = JSON.stringify({ query: '{ __typename }' });
/** A body of so many bytes. */
const sized = (bytes: number) => operation + ' '.repeat(bytes - operation.length);
const limits = { bodyKiB: 4 } as const;
const limit = limits.bodyKiB * 1024;

const packed = [
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
] as const;

describe('a body', () => {
  it.each(packed)(
    'packed with %s is read, up to its limit, which holds for what is unpacked',
    async (encoding, pack) => {
      const { request, lines } = serveNobody({ limits });
      const send = (body: Buffer) =>
        request({ headers: { 'content-encoding': encoding }, body: new Uint8Array(body) });
      expect(await send(pack(sized(limit)))).toMatchObject({ status: 200, data: { __typename: 'Query' } });
      expect(await send(pack(sized(limit + 1)))).toMatchObject({
        status: 413,
        errors: [{ message: 'The body is larger than 4 KiB.', extensions: { code: 'BAD_USER_INPUT' } }],
      });
      const bomb = pack(' '.repeat(50_000_000));
      expect((await send(bomb)).status).toBe(413);
      const half = pack(operation).subarray(0, -6);
      expect(await send(half)).toMatchObject({
        status: 400,
        errors: [{ message: 'The body cannot be read.', extensions: { code: 'BAD_USER_INPUT' } }],
      });
      expect((await send(Buffer.from(operation))).status).toBe(400);
      expect(lines.map(({ msg }) => msg)).not.toContain('internal error');
    },
  );

  it.each(['zstd', 'compress', 'gzip, gzip', 'none'])(
    'packed with %s is refused, with what can be had',
    async (encoding) => {
      const answer = await serveNobody().request({
        headers: { 'content-encoding': encoding },
        body: operation,
      });
      expect([answer.status, answer.headers['accept-encoding']]).toEqual([415, 'gzip, deflate, br']);
      expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    },
  );

  it.each([
    ['a list', `[${operation},${operation}]`, 400],
    ['an empty list', '[]', 400],
    ['null', 'null', 400],
    ['a text', '"{ __typename }"', 400],
    ['no JSON', '{ __typename }', 400],
    ['nothing', '', 400],
    ['not UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), 400],
    ['more than an operation', '{"query":"{ __typename }","more":1}', 400],
    ['the prototype of an operation', '{"__proto__":{"query":"{ __typename }"}}', 400],
    ['a list of variables', '{"query":"{ __typename }","variables":[]}', 400],
  ])('that is %s is refused with one error', async (_what, body, status) => {
    const answer = await serveNobody().request({ body });
    expect(answer.status).toBe(status);
    expect(answer.errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'BAD_USER_INPUT' }]);
  });

  it.each([
    ['application/json; charset=utf-8', 200],
    ['Application/JSON;charset="UTF-8"', 200],
    ['application/json; charset=utf-16', 415],
    ['application/graphql', 415],
    ['application/jsonp', 415],
    ['text/plain', 415],
    ['multipart/form-data; boundary=x', 415],
    ['application/x-www-form-urlencoded', 415],
  ])('declared as %s is answered %i, to a client that may send it', async (type, status) => {
    const headers = { 'content-type': type, 'graphql-require-preflight': '1' };
    const answer = await serveNobody().request({ headers, body: operation });
    expect(answer.status).toBe(status);
    if (status === 415) expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});

describe('a body on its way', () => {
  let server: OpenPort;
  beforeAll(async () => {
    server = await openPort({ providers: [createFakeProvider({ name: 'lago' })], limits });
  });
  afterAll(() => server.close());

  /** Writes chunk after chunk, without telling a length, until it is answered; resolves to the status and to what was sent. */
  function stream(chunk: string): Promise<readonly [status: number | undefined, sent: number]> {
    return new Promise((resolve) => {
      const headers = { 'content-type': 'application/json' };
      const outgoing = request({ port: server.port, path: '/graphql', method: 'POST', headers });
      let sent = 0;
      let answered = false;
      const write = () => {
        if (answered || outgoing.destroyed) return;
        sent += chunk.length;
        outgoing.write(chunk, () => setImmediate(write));
      };
      outgoing.on('response', (response) => {
        answered = true;
        response.resume().on('close', () => resolve([response.statusCode, sent]));
      });
      // The server closes the connection in the middle of the body.
      outgoing.on('error', () => {});
      write();
    });
  }

  const header = (more: string) =>
    `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${more}\r\n`;

  it('is cut where it gets too large, and the connection closes', async () => {
    const [status, sent] = await stream(' '.repeat(1024));
    expect(status).toBe(413);
    expect(sent).toBeLessThan(1024 * 1024);
  });

  it('is not waited for when its length is too large', async () => {
    const { status, headers, body } = await sendRaw(server.port, header(`Content-Length: ${limit + 1}\r\n`));
    expect([status, headers.get('connection')]).toEqual([413, 'close']);
    expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  it.each([
    ['two lengths', 'Content-Length: 2\r\nContent-Length: 3\r\n'],
    ['a length that is no number', 'Content-Length: two\r\n'],
    ['a length below zero', 'Content-Length: -1\r\n'],
    ['a length and chunks', 'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n'],
  ])('with %s is refused', async (_what, lines) => {
    const { status, headers, body } = await sendRaw(server.port, `${header(lines)}{}`);
    expect([status, headers.get('x-content-type-options')]).toEqual([400, 'nosniff']);
    expect(JSON.parse(body)).toEqual({
      errors: [{ message: 'The request is not valid HTTP.', extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });
});
