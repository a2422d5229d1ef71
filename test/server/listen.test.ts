import { request, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { listen } from '../../src/server/listen.ts';

const anyPort = { host: '127.0.0.1', port: 0 } as const;

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

// Node itself gives an idle connection up after five seconds, which is longer than this test may take.
it('answers what is under way before it closes, and does not wait for idle connections', {
  timeout: 4_000,
}, async () => {
  let arrive: (outgoing: ServerResponse) => void = () => {};
  const arrived = new Promise<ServerResponse>((resolve) => {
    arrive = resolve;
  });
  const { port, close } = await listen((_incoming, outgoing) => arrive(outgoing), anyPort);
  const running = get(port);
  const outgoing = await arrived;
  const closed = close();
  outgoing.end('done');
  expect(await running).toBe(200);
  await closed;
  await expect(get(port)).rejects.toThrow();
});

it('says when the port is taken', async () => {
  const { port, close } = await listen(() => {}, anyPort);
  const taken = listen(() => {}, { ...anyPort, port });
  await expect(taken).rejects.toThrow(`cannot listen on 127.0.0.1, port ${port}`);
  await close();
});

describe('a client that is slow is cut off', () => {
  const timeouts = {
    headersTimeout: 50,
    requestTimeout: 100,
    connectionsCheckingInterval: 10,
    keepAliveTimeout: 50,
  } as const;

  /** Opens a connection and writes so much; resolves to all that comes back when the server closes it. */
  function linger(port: number, text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      let received = '';
      connect(port, '127.0.0.1')
        .setEncoding('utf8')
        .on('data', (chunk) => {
          received += chunk;
        })
        .on('close', () => resolve(received))
        .on('error', reject)
        .write(text);
    });
  }

  it.each([
    ['that says nothing', '', 408],
    ['in its headers', 'POST / HTTP/1.1\r\nHost: x\r\nX-Slow: ', 408],
    ['in its body', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{', 408],
    ['to ask again', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n', 200],
  ])('%s', async (_where, text, status) => {
    const { port, close } = await listen(
      (incoming, outgoing) => void incoming.resume().on('end', () => outgoing.end()),
      { ...anyPort, timeouts },
    );
    const received = await linger(port, text);
    expect(received).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    if (status === 408) expect(received).toContain('"code":"BAD_USER_INPUT"');
    await close();
  });

  it('without a second answer into the middle of the first', async () => {
    const { port, close } = await listen((_incoming, outgoing) => void outgoing.write('begun'), {
      ...anyPort,
      timeouts,
    });
    const received = await linger(port, 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{');
    expect(received).toMatch(/^HTTP\/1.1 200 /);
    expect(received).not.toContain('408');
    await close();
  });

  it('nor where another request is waiting behind it', async () => {
    let asked = 0;
    const { port, close } = await listen(
      (_incoming, outgoing) => {
        asked += 1;
        if (asked === 1) outgoing.write('begun');
      },
      { ...anyPort, timeouts },
    );
    const get = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
    expect(await linger(port, `${get}${get}no HTTP at all\r\n\r\n`)).not.toContain('HTTP/1.1 400');
    expect(asked).toBe(2);
    await close();
  });
});
