import { once } from 'node:events';
import { createServer } from 'node:net';
import type { RunningProgram } from './processes.ts';

const patienceMs = 15_000;
const pauseMs = 20;

/** A port of the loopback that nobody listens on. */
export async function findPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}

/** Resolves when the program answers this request with 200; rejects when it ends before or takes too long. */
export async function waitUntilReady(
  program: RunningProgram,
  url: string,
  init: RequestInit = {},
): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!program.hasEnded() && performance.now() < end) {
    const status = await fetch(url, init).then(
      async (answer) => {
        await answer.text();
        return answer.status;
      },
      () => null,
    );
    if (status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  throw new Error(`${program.name} does not answer: ${program.lastWords()}`);
}
