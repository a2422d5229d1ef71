import { createServer, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createOpenResponses } from '../../src/server/open-responses.ts';
import { listenOnLoopback } from '../support/listen-on-loopback.ts';

const closers: (() => unknown)[] = [];
afterEach(() => Promise.all(closers.splice(0).map((close) => close())));

const get = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';

/** A server that answers nothing by itself, and a client that has sent so many requests over one connection. */
async function receive(requests: number) {
  const open = createOpenResponses();
  const responses: ServerResponse[] = [];
  let arrive: () => void = () => {};
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const server = createServer((_request, response) => {
    open.add(response);
    responses.push(response);
    if (responses.length === requests) arrive();
  });
  const { port } = new URL(await listenOnLoopback(server));
  closers.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  const client = connect(Number(port), '127.0.0.1', () => client.write(get.repeat(requests)));
  await arrived;
  return { open, responses, client, server };
}

it('a response is open until it has been sent', async () => {
  const { open, responses } = await receive(1);
  expect([...open.all]).toEqual(responses);
  await Promise.all(responses.map((each) => new Promise<void>((sent) => each.once('close', sent).end())));
  expect(open.all.size).toBe(0);
});

it('one that waits behind another is open no longer than their connection', async () => {
  const { open, responses, client } = await receive(3);
  expect(open.all.size).toBe(3);
  const closed = new Promise((resolve) => responses[0]?.req.socket.once('close', resolve));
  client.destroy();
  await closed;
  expect(open.all.size).toBe(0);
});

it('one that waits behind another is told, once, that their connection is closed', async () => {
  const { responses, client } = await receive(3);
  const told: unknown[] = [];
  for (const response of responses) response.on('close', () => told.push(response));
  // An answer that waits for its turn is not sent either.
  responses[2]?.end('early');
  const closed = new Promise((resolve) => responses[0]?.req.socket.once('close', resolve));
  client.destroy();
  await closed;
  await new Promise((resolve) => setImmediate(resolve));
  expect(told).toHaveLength(3);
  expect(new Set(told)).toEqual(new Set(responses));
  expect(responses.map(({ destroyed }) => destroyed)).toEqual([true, true, true]);
});

it('one whose client has left already is none', async () => {
  const { open, responses, client } = await receive(1);
  const closed = new Promise((resolve) => responses[0]?.req.socket.once('close', resolve));
  client.destroy();
  await closed;
  for (const response of responses) open.add(response);
  expect(open.all.size).toBe(0);
});
