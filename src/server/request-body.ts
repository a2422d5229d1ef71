import type { IncomingMessage } from 'node:http';
import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { GraphQLError } from 'graphql';
import { createRequestError, type Refusal } from './answers/refusal.ts';

const decoders: ReadonlyMap<string, () => Transform> = new Map([
  ['gzip', () => createGunzip()],
  ['deflate', () => createInflate()],
  ['br', () => createBrotliDecompress()],
]);

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The text of a body in UTF-8, unpacked; throws the error to answer where it cannot be had or is longer than allowed. */
export function readBody(request: Request, limitKiB: number): Promise<string> {
  const sent = () => collect(capped(chunksOf(request), limitKiB));
  return readText(request.headers.get('content-encoding'), limitKiB, sent);
}

/** The same for a request as Node has it. */
export function readIncomingBody(request: IncomingMessage, limitKiB: number): Promise<string> {
  const sent = () => receive(request, limitKiB);
  return readText(request.headers['content-encoding'] ?? null, limitKiB, sent);
}

async function readText(
  contentEncoding: string | null,
  limitKiB: number,
  readSent: () => Promise<Uint8Array>,
): Promise<string> {
  const encoding = contentEncoding?.trim().toLowerCase() ?? 'identity';
  const createDecoder = decoders.get(encoding);
  if (createDecoder === undefined && encoding !== 'identity') throw unknownEncoding();
  try {
    const sent = await readSent();
    if (createDecoder === undefined) return utf8.decode(sent);
    const unpacked = await pipeline([sent], createDecoder(), (chunks) => collect(capped(chunks, limitKiB)));
    return utf8.decode(unpacked);
  } catch (error) {
    // Cut off on the way, packed badly, or not in UTF-8.
    throw error instanceof GraphQLError ? error : unreadableBody();
  }
}

/** By its events, which cost a fraction of what its iterator costs. */
function receive(request: IncomingMessage, limitKiB: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    const count = createCount(limitKiB);
    const take = (chunk: Uint8Array) => {
      try {
        count(chunk);
        chunks.push(chunk);
      } catch (error) {
        request.off('data', take).pause();
        reject(error);
      }
    };
    const giveUp = () => reject(unreadableBody());
    request.on('data', take).on('close', giveUp);
    request.on('end', () => {
      request.off('close', giveUp);
      resolve(joined(chunks));
    });
    if (request.destroyed) giveUp();
  });
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const [only] = chunks;
  return only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks);
}

/** Not the body's own iterator: left early, that one would close the connection before the answer is sent. */
async function* chunksOf({ body }: Request): AsyncGenerator<Uint8Array, void> {
  const reader = body?.getReader();
  if (reader === undefined) return;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

async function* capped(
  chunks: AsyncIterable<Uint8Array>,
  limitKiB: number,
): AsyncGenerator<Uint8Array, void> {
  const count = createCount(limitKiB);
  for await (const chunk of chunks) {
    count(chunk);
    yield chunk;
  }
}

/** Adds up the chunks of one body, and throws when it gets too large. */
function createCount(limitKiB: number): (chunk: Uint8Array) => void {
  let left = limitKiB * 1024;
  return ({ byteLength }) => {
    left -= byteLength;
    if (left < 0) throw createRequestError(bodyTooLarge(limitKiB));
  };
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return joined(all);
}

/** Said of a body that is too large. The connection closes after it, as the rest is not read. */
export function bodyTooLarge(limitKiB: number): Refusal {
  return {
    message: `The body is larger than ${limitKiB} KiB.`,
    status: 413,
    headers: { connection: 'close' },
  };
}

function unknownEncoding(): GraphQLError {
  return createRequestError({
    message: `The body can be sent as it is, or packed with ${[...decoders.keys()].join(', ')}.`,
    status: 415,
    headers: { 'accept-encoding': [...decoders.keys()].join(', ') },
  });
}

function unreadableBody(): GraphQLError {
  return createRequestError({ message: 'The body cannot be read.', status: 400 });
}
