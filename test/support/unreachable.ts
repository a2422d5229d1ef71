import { connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { listenOnLoopback } from './listen-on-loopback.ts';
import { createSelfSigned } from './self-signed.ts';

/** An address at which nobody can be asked. */
export interface Unreachable {
  readonly origin: string;
  close(): Promise<void>;
}

/** A port that nobody listens on. */
export async function openRefusing(): Promise<Unreachable> {
  const server = createServer();
  const origin = await listenOnLoopback(server);
  await closeServer(server);
  return { origin, close: async () => {} };
}

/** A host that can never be found (RFC 6761). */
export async function openNowhere(): Promise<Unreachable> {
  return { origin: 'http://billgraph.invalid', close: async () => {} };
}

/** A port that speaks plainly, and is asked for TLS. */
export async function openPlainForTls(): Promise<Unreachable> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    keep(sockets, socket);
    socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n'));
  });
  const origin = await listenOnLoopback(server);
  return { origin: origin.replace('http:', 'https:'), close: () => closeServer(server, sockets) };
}

/** A server that nobody vouches for. */
export async function openSelfSigned(): Promise<Unreachable> {
  const sockets = new Set<Socket>();
  const server = createTlsServer(createSelfSigned('localhost'), (socket) => {
    socket.on('error', () => {}).end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
  });
  server.on('connection', (socket) => keep(sockets, socket));
  const origin = await listenOnLoopback(server);
  const { port } = new URL(origin);
  return { origin: `https://localhost:${port}`, close: () => closeServer(server, sockets) };
}

/**
 * Listens with room for the fewest connections, and then stops its thread, so that nobody takes them. The system goes on
 * filling the room, and drops whoever comes after that.
 */
const neverAccepting = `
  const { createServer } = require('node:net');
  const { parentPort } = require('node:worker_threads');
  const server = createServer();
  server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
`;

/** Linux holds one connection more than it is told. */
const room = 2;

/** A port that neither takes nor refuses connections. */
export async function openBlackhole(): Promise<Unreachable> {
  const worker = new Worker(neverAccepting, { eval: true });
  const port = await new Promise<number>((resolve) =>
    worker.once('message', (told) => resolve(z.number().parse(told))),
  );
  const fillers: Socket[] = [];
  for (let filled = 0; filled < room; filled += 1) {
    fillers.push(
      await new Promise<Socket>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => resolve(socket)).on('error', () => {});
      }),
    );
  }
  return {
    origin: `http://127.0.0.1:${port}`,
    async close() {
      for (const socket of fillers) socket.destroy();
      await worker.terminate();
    },
  };
}

function keep(sockets: Set<Socket>, socket: Socket): void {
  sockets.add(socket);
  socket.on('error', () => {}).once('close', () => sockets.delete(socket));
}

function closeServer(server: Server, sockets: ReadonlySet<Socket> = new Set()): Promise<void> {
  for (const socket of sockets) socket.destroy();
  return new Promise((resolve) => server.close(() => resolve()));
}
