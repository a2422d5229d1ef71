import type { IncomingHttpHeaders } from 'undici/types/header.js';
import { contentEncodingOf } from './content-headers.ts';

/** An answer that has come. */
export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** All of its bytes, or why they are not to be had. */
  readonly body: Uint8Array | BrokenBody;
}

/** A body that was not received whole. */
export interface BrokenBody {
  readonly detail: 'compressed' | 'larger than 10 MiB' | 'cut short';
  /** What it was cut short by; absent where it was refused. */
  readonly cause?: unknown;
}

const largestBody = 10 * 1024 * 1024;

/**
 * Puts an answer together as it comes. What is compressed, which nobody asked for, is not read: it may hide any size. A
 * class, since one is made for every answer, and closures for each would cost more.
 */
export class Collector {
  private readonly status: number;
  private readonly headers: IncomingHttpHeaders;
  private readonly isCompressed: boolean;
  private readonly chunks: Uint8Array[] = [];
  private size = 0;

  /** An answer that has begun. */
  constructor(status: number, headers: IncomingHttpHeaders) {
    this.status = status;
    this.headers = headers;
    this.isCompressed = contentEncodingOf(headers) !== null;
  }

  /** Why no more of it is taken, or null. */
  add(chunk: Uint8Array): BrokenBody['detail'] | null {
    if (this.isCompressed) return 'compressed';
    this.size += chunk.byteLength;
    if (this.size > largestBody) return 'larger than 10 MiB';
    this.chunks.push(chunk);
    return null;
  }

  /** The answer, its body broken where something is named. */
  finish(broken: BrokenBody | null): Received {
    return { status: this.status, headers: this.headers, body: broken ?? join(this.chunks) };
  }
}

/** Most answers come in one piece, which needs no copy. */
function join(chunks: readonly Uint8Array[]): Uint8Array {
  const [only] = chunks;
  return only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks);
}
