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
 * class for the reason that Reception is one.
 */
export class Collector {
  private begun: Omit<Received, 'body'> | null = null;
  private isCompressed = false;
  private readonly chunks: Uint8Array[] = [];
  private size = 0;

  begin(status: number, headers: IncomingHttpHeaders): void {
    this.begun = { status, headers };
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

  /** The answer, its body broken where something is named; null where none has begun. */
  finish(broken: BrokenBody | null): Received | null {
    if (this.begun === null) return null;
    const { status, headers } = this.begun;
    return { status, headers, body: broken ?? join(this.chunks) };
  }
}

/** Most answers come in one piece, which needs no copy. */
function join(chunks: readonly Uint8Array[]): Uint8Array {
  const [only] = chunks;
  return only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks);
}
