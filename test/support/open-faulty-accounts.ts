import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createFlexpriceSandbox } from '../../src/sandbox/flexprice/create-flexprice-sandbox.ts';
import type { Emulator, SandboxAnswer, SandboxRequest } from '../../src/sandbox/http-server.ts';
import { createLagoSandbox } from '../../src/sandbox/lago/create-lago-sandbox.ts';
import { createPolarSandbox } from '../../src/sandbox/polar/create-polar-sandbox.ts';
import { listenOnLoopback } from './listen-on-loopback.ts';

/** Gives another answer in place of the right one, or none, or breaks the connection. */
export type Fault = (response: ServerResponse, answer: SandboxAnswer) => void;

/** The three emulated accounts, which can be told to answer wrongly. */
export interface FaultyAccounts {
  /** As the configuration file lists them. */
  readonly providers: readonly object[];
  /** What all of them do from now on; null: what is right. */
  fail(fault: Fault | null): void;
  close(): Promise<void>;
}

/** Opens the accounts, each under a key that begins like this. */
export async function openFaultyAccounts(keyPrefix: string): Promise<FaultyAccounts> {
  let current: Fault | null = null;
  const now = () => new Date();
  const keyOf = (kind: string) => `${keyPrefix}-${kind}`;
  const emulators: readonly (readonly [kind: string, prefix: string, Emulator])[] = [
    ['flexprice', '/v1', createFlexpriceSandbox({ now, apiKey: keyOf('flexprice') })],
    ['lago', '/api/v1', createLagoSandbox({ now, apiKey: keyOf('lago') })],
    ['polar', '', createPolarSandbox({ now, apiKey: keyOf('polar') })],
  ];
  const opened = await Promise.all(
    emulators.map(async ([kind, prefix, emulator]) => {
      const server = createServer((incoming, response) => {
        void readRequest(incoming).then((request) => {
          const answer = emulator(request);
          if (current === null) response.writeHead(answer.status, answer.headers).end(answer.body);
          else current(response, answer);
        });
      });
      const origin = await listenOnLoopback(server);
      return { server, account: { name: kind, kind, baseUrl: `${origin}${prefix}`, apiKey: keyOf(kind) } };
    }),
  );
  return {
    providers: opened.map(({ account }) => account),
    fail(fault) {
      current = fault;
    },
    async close() {
      for (const { server } of opened) server.closeAllConnections();
      await Promise.all(opened.map(({ server }) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

async function readRequest(incoming: IncomingMessage): Promise<SandboxRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const [path = '', query = ''] = (incoming.url ?? '').split('?');
  const { method = 'GET', headers } = incoming;
  return { method, path, query: new URLSearchParams(query), headers, body: Buffer.concat(chunks).toString() };
}
