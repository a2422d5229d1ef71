import { request, type ServerResponse } from 'node:http';
import { expect, it } from 'vitest';
import { listen } from '../../src/server/listen.ts';

/** Gets / with these headers over a connection that is kept alive; resolves to the status. */
function get(port: number, headers: Record<string, string> = {}): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, headers: { connection: 'keep-alive', ...headers } });
    outgoing.on('response', (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    });
    outgoing.on('error', reject).end();
  });
}

it('refuses a Host header that no URL can hold, before anybody sees the request', async () => {
  const seen: unknown[] = [];
  const { port, close } = await listen(
    (incoming, outgoing) => {
      seen.push(incoming.headers.host);
      outgoing.end();
    },
    '127.0.0.1',
    0,
  );
  expect(await get(port, { host: 'a b' })).toBe(400);
  expect(await get(port, { host: 'localhost:1' })).toBe(200);
  expect(seen).toEqual(['localhost:1']);
  await close();
});

// Node itself gives an idle connection up after five seconds, which is longer than this test may take.
it('answers what is under way before it closes, and does not wait for idle connections', {
  timeout: 4_000,
}, async () => {
  let arrive: (outgoing: ServerResponse) => void = () => {};
  const arrived = new Promise<ServerResponse>((resolve) => {
    arrive = resolve;
  });
  const { port, close } = await listen((_incoming, outgoing) => arrive(outgoing), '127.0.0.1', 0);
  const running = get(port);
  const outgoing = await arrived;
  const closed = close();
  outgoing.end('done');
  expect(await running).toBe(200);
  await closed;
  await expect(get(port)).rejects.toThrow();
});

it('says when the port is taken', async () => {
  const { port, close } = await listen(() => {}, '127.0.0.1', 0);
  const taken = listen(() => {}, '127.0.0.1', port);
  await expect(taken).rejects.toThrow(`cannot listen on 127.0.0.1, port ${port}`);
  await close();
});
