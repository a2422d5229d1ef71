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

/** The text of a body in UTF-8, unpacked; throws the error to answer where it cannot be had or is longer than allowed. */
export async function readBody(request: Request, limitKiB: number): Promise<string> {
  const encoding = request.headers.get('content-encoding')?.trim().toLowerCase() ?? 'identity';
  const createDecoder = decoders.get(encoding);
  if (createDecoder === undefined && encoding !== 'identity') throw unknownEncoding();
  const sent = capped(chunksOf(request), limitKiB);
  try {
    const bytes =
      createDecoder === undefined
        ? await collect(sent)
        : await pipeline(sent, createDecoder(), (unpacked) => collect(capped(unpacked, limitKiB)));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    // Cut off on the way, packed badly, or not in UTF-8.
    throw error instanceof GraphQLError ? error : unreadableBody();
  }
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
  let left = limitKiB * 1024;
  for await (const chunk of chunks) {
    left -= chunk.byteLength;
    if (left < 0) throw createRequestError(bodyTooLarge(limitKiB));
    yield chunk;
  }
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
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
