import { brotliCompressSync, gzipSync } from 'node:zlib';
import { readQualities } from '../qualities.ts';

/** One thing to serve, ready in every encoding that it has. */
export interface Representation {
  readonly contentType: string;
  readonly identity: Uint8Array<ArrayBuffer>;
  /** null where compression gains nothing, as with a font that is compressed already. */
  readonly compressed: {
    readonly br: Uint8Array<ArrayBuffer>;
    readonly gzip: Uint8Array<ArrayBuffer>;
  } | null;
}

/** Text as a representation, compressed here and now. */
export function createRepresentation(contentType: string, text: string): Representation {
  const identity = Buffer.from(text);
  return {
    contentType,
    identity,
    compressed: { br: brotliCompressSync(identity), gzip: gzipSync(identity) },
  };
}

/** The body that an Accept-Encoding header asks for, and the headers that tell about it. */
export function encode(
  { contentType, identity, compressed }: Representation,
  acceptEncoding: string | null,
): { readonly body: Uint8Array<ArrayBuffer>; readonly headers: Readonly<Record<string, string>> } {
  const encoding = compressed === null ? 'identity' : preferredEncoding(acceptEncoding);
  const body = compressed === null || encoding === 'identity' ? identity : compressed[encoding];
  return {
    body,
    headers: {
      'content-type': contentType,
      'content-length': String(body.byteLength),
      ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
    },
  };
}

function preferredEncoding(acceptEncoding: string | null): 'br' | 'gzip' | 'identity' {
  const wanted = readQualities(acceptEncoding);
  const quality = (encoding: string) => wanted.get(encoding) ?? wanted.get('*') ?? 0;
  if (quality('br') > 0 && quality('br') >= quality('gzip')) return 'br';
  return quality('gzip') > 0 ? 'gzip' : 'identity';
}
