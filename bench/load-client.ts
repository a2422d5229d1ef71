import { once } from 'node:events';
import { connect } from 'node:net';

/** An HTTP answer. */
interface RawAnswer {
  /** Whether it is 200 and tells of no errors. */
  readonly isGood: boolean;
  /** Head and body. */
  readonly bytes: Buffer;
}

/** One kept connection with at most one request under way. */
export interface LoadClient {
  send(request: Buffer): Promise<RawAnswer>;
  close(): void;
}

const headEnd = Buffer.from('\r\n\r\n');
const lastChunk = Buffer.from('\r\n0\r\n\r\n');
const errors = Buffer.from('"errors"');

/**
 * Opens a connection. It reads no more of HTTP than it takes to find the end of an answer: a client that costs more than
 * the gateway would measure itself.
 */
export async function openLoadClient(url: URL): Promise<LoadClient> {
  const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
  await once(socket, 'connect');
  let waiting: Waiting | null = null;
  let received: Buffer = Buffer.alloc(0);

  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    if (!isWhole(received)) return;
    const bytes = received;
    received = Buffer.alloc(0);
    waiting?.resolve({ isGood: isGood(bytes), bytes });
  });
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('the gateway closed a connection')));
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}

/** Whoever waits for the next answer. */
interface Waiting {
  resolve(answer: RawAnswer): void;
  reject(error: Error): void;
}

/** The bytes of a GraphQL request. */
export function toRequest(url: URL, body: string): Buffer {
  const head = [
    `POST ${url.pathname} HTTP/1.1`,
    `host: ${url.host}`,
    'content-type: application/json',
    'accept: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
  ].join('\r\n');
  return Buffer.from(`${head}\r\n\r\n${body}`);
}

function isWhole(bytes: Buffer): boolean {
  const end = bytes.indexOf(headEnd);
  if (end < 0) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(bytes.toString('latin1', 0, end))?.[1];
  // Without a length it comes in chunks, and JSON has no line breaks of this kind in it.
  return length === undefined
    ? bytes.subarray(-lastChunk.length).equals(lastChunk)
    : bytes.length >= end + headEnd.length + Number(length);
}

function isGood(bytes: Buffer): boolean {
  return bytes.toString('latin1', 9, 12) === '200' && !bytes.includes(errors);
}
