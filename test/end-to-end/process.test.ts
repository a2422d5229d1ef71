import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { listenOnLoopback } from '../support/listen-on-loopback.ts';

const main = new URL('../../src/main.ts', import.meta.url).pathname;
const line = z.looseObject({ msg: z.string(), url: z.string().optional(), path: z.string().optional() });

const running: ChildProcess[] = [];
const servers: Server[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  for (const server of servers.splice(0)) server.close();
});

/** Starts billgraph as a process of its own, with nothing of this one's environment but the path. */
function run(environment: Readonly<Record<string, string>>) {
  const env = { PATH: process.env.PATH ?? '', PORT: '0', ...environment };
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.push(child);
  const lines: z.infer<typeof line>[] = [];
  const waiting: (() => void)[] = [];
  createInterface({ input: child.stdout }).on('line', (text) => {
    lines.push(line.parse(JSON.parse(text)));
    for (const wake of waiting.splice(0)) wake();
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));

  async function until(message: string) {
    for (;;) {
      const found = lines.find(({ msg }) => msg === message);
      if (found !== undefined) return found;
      await Promise.race([
        new Promise<void>((wake) => waiting.push(wake)),
        ended.then(() => expect.fail(`ended before "${message}"`)),
      ]);
    }
  }

  return { child, lines, ended, until };
}

async function ask(url: string | undefined, query: string): Promise<unknown> {
  const response = await fetch(url ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return response.json();
}

describe('the process', () => {
  it('plays in the sandbox when nothing is configured, and ends with 0 on SIGTERM', async () => {
    const { child, until, ended } = run({});
    const { url } = await until('billgraph ready');
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/graphql$/);
    expect(
      await ask(url, '{ providers { name } account(externalId: "acct-1") { customers { name } } }'),
    ).toEqual({
      data: {
        providers: [{ name: 'flexprice' }, { name: 'lago' }, { name: 'polar' }],
        account: {
          customers: [{ name: 'Ada Lovelace' }, { name: 'Ada Lovelace' }, { name: 'Ada Lovelace' }],
        },
      },
    });
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('asks the configured provider, and lets a running request finish before it ends', async () => {
    const asked: string[] = [];
    const upstream = createServer((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
      child.kill('SIGTERM');
      void until('billgraph stops').then(() =>
        response
          .writeHead(404, { 'content-type': 'application/json' })
          .end('{"status":404,"error":"Not Found","code":"customer_not_found"}'),
      );
    });
    servers.push(upstream);
    const origin = await listenOnLoopback(upstream);

    const { child, until, ended } = run({
      LAGO_API_KEY: 'lago-key',
      LAGO_BASE_URL: `${origin}/api/v1`,
    });
    const { url } = await until('billgraph ready');
    const answer = await ask(
      url,
      '{ providers { name } customerByExternalId(provider: "lago", externalId: "x") { id } }',
    );
    expect(answer).toEqual({ data: { providers: [{ name: 'lago' }], customerByExternalId: null } });
    expect(asked).toEqual(['GET /api/v1/customers/x Bearer lago-key']);
    expect(await ended).toBe(0);
  });

  it('lists every problem of its configuration and ends with 2', async () => {
    const { lines, ended } = run({
      LAGO_API_KEY: 'two words',
      POLAR_BASE_URL: 'https://x',
      PORT: 'http',
      NODE_ENV: 'production',
    });
    expect(await ended).toBe(2);
    expect(lines.map(({ path }) => path)).toEqual(['LAGO_API_KEY', 'POLAR_BASE_URL', 'PORT']);
  });

  it('ends with 1 when its port is taken, and leaves nothing running', async () => {
    const holder = createServer();
    servers.push(holder);
    const { port } = new URL(await listenOnLoopback(holder));
    const { lines, ended } = run({ PORT: port });
    expect(await ended).toBe(1);
    expect(lines.map(({ msg }) => msg)).toEqual(['billgraph cannot start']);
  });
});
