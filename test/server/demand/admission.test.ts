import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { ServerOptions } from '../../../src/server/create-server.ts';
import { createFakeProvider } from '../../support/fake-provider.ts';
import { codesOf, type HttpRequest } from '../../support/http-exchange.ts';
import { openPort } from '../../support/open-port.ts';
import { sendHttp } from '../../support/send-http.ts';
import { sendRaw } from '../../support/send-raw.ts';

const closers: (() => unknown)[] = [];
afterEach(() => Promise.all(closers.splice(0).map((close) => close())));

const origin = 'https://app.example';
const query = '{ customerByExternalId(provider: "lago", externalId: "acct-1") { name } }';
const ask: HttpRequest = { body: { query } };
const work: readonly (readonly [string, HttpRequest])[] = [
  ['the graph', ask],
  ['the graph by GET', { method: 'GET', target: '/graphql?query={__typename}' }],
  ['the graph by a long way round', { ...ask, target: '/./x/../graphql' }],
  ['the export', { method: 'GET', target: '/customers.csv' }],
];
const trifles: readonly (readonly [string, number, HttpRequest])[] = [
  ['health', 200, { method: 'GET', target: '/health' }],
  ['readiness', 200, { method: 'GET', target: '/ready' }],
  ['a file of GraphiQL', 404, { method: 'GET', target: '/graphql/assets/none.js' }],
  ['a preflight', 204, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } }],
];

/** A server in front of a Lago that answers when it is told to. */
async function serve(options: Partial<ServerOptions>) {
  const fake = createFakeProvider({ name: 'lago' });
  const waiting: (() => void)[] = [];
  const asked: unknown[] = [];
  const provider = {
    ...fake,
    customers: {
      ...fake.customers,
      byExternalIds: () =>
        new Promise<Map<string, never>>((resolve) => {
          waiting.push(() => resolve(new Map<string, never>()));
        }),
    },
  };
  const server = await openPort({
    providers: [provider],
    corsOrigins: [origin],
    async authenticate(authorization) {
      asked.push(authorization);
      return { name: 'somebody', scopes: new Set(['customers:read']), externalId: null };
    },
    graphiql: { assets: null, examples: [] },
    ...options,
  });
  closers.push(server.close);
  return {
    asked,
    waiting,
    port: server.port,
    send: (request: HttpRequest) => sendHttp(server.origin, request, 'key'),
    async turn() {
      while (waiting.length === 0) await new Promise(setImmediate);
    },
  };
}

describe('a server whose event loop is late', () => {
  const late = { limits: { eventLoopDelayMs: 500 }, readEventLoopDelayMs: () => 501 };

  it.each(work)('refuses %s before anybody is asked', async (_name, request) => {
    const { send, asked, waiting } = await serve(late);
    const answer = await send({ ...request, headers: { origin } });
    expect([answer.status, codesOf(answer)]).toEqual([503, ['OVERLOADED']]);
    expect(answer.headers).toMatchObject({ 'retry-after': '1', 'access-control-allow-origin': origin });
    expect([asked, waiting]).toEqual([[], []]);
  });

  it.each(['application/json', 'application/graphql-response+json'])('says so as %s', async (accept) => {
    const { send } = await serve(late);
    const { headers } = await send({ ...ask, headers: { accept } });
    expect(headers['content-type']).toBe(`${accept}; charset=utf-8`);
  });

  it('does not wait for the rest of a body', async () => {
    const { port } = await serve(late);
    const head = 'POST /graphql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 100\r\n\r\n{';
    expect(await sendRaw(port, head)).toMatchObject({ status: 503 });
  });

  it.each(trifles)('still answers %s', async (_name, status, request) => {
    const { send } = await serve(late);
    expect(await send(request)).toMatchObject({ status });
  });

  it('lets requests in while it is no later than it may be', async () => {
    const { send } = await serve({ ...late, readEventLoopDelayMs: () => 500 });
    expect(await send({ body: { query: '{ __typename }' } })).toMatchObject({ status: 200 });
  });
});

describe('a server with as many requests as it takes', () => {
  it('refuses the next one, and lets requests in again when it has answered', async () => {
    const { send, turn, waiting } = await serve({ limits: { requestsInFlight: 1 } });
    const first = send(ask);
    await turn();
    const refused = await send(ask);
    expect([refused.status, codesOf(refused)]).toEqual([503, ['OVERLOADED']]);
    for (const [, status, request] of trifles) expect(await send(request)).toMatchObject({ status });

    for (const answer of waiting.splice(0)) answer();
    expect(await first).toMatchObject({ status: 200 });
    const next = send(ask);
    await turn();
    for (const answer of waiting.splice(0)) answer();
    expect(await next).toMatchObject({ status: 200 });
  });

  it('counts none whose client has left', async () => {
    const { send, turn, port } = await serve({ limits: { requestsInFlight: 1 } });
    const body = JSON.stringify(ask.body);
    const head = `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`;
    const client = connect(port, '127.0.0.1', () => client.write(`${head}\r\n\r\n${body}`));
    await turn();
    expect((await send(ask)).status).toBe(503);
    client.destroy();
    let next = send({ body: { query: '{ __typename }' } });
    while ((await next).status === 503) next = send({ body: { query: '{ __typename }' } });
    expect((await next).status).toBe(200);
  });
});
