import type { Dispatcher } from 'undici';
import type { IncomingHttpHeaders } from 'undici/types/header.js';
import { contentEncodingOf } from './content-headers.ts';
import { tooLong } from './deadline.ts';
import type { CallSignal } from './waiters.ts';

/** An answer that has come. */
export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** All of its bytes, or why they are not to be had. */
  readonly body: Uint8Array | BrokenBody;
}

/** A body that was not received whole. */
interface BrokenBody {
  readonly detail: 'compressed' | 'larger than 10 MiB' | 'cut short';
  /** What it was cut short by; absent where it was refused. */
  readonly cause?: unknown;
}

/** How an answer is received. */
export interface Receiving<Value> {
  /** Gives the call up, with its reason; absent: nothing does. */
  readonly signal?: CallSignal | undefined;
  /** From now to the last byte. */
  readonly timeoutMs: number;
  /** Told when there is a connection, and the request may be on its way; absent: nobody wants to know. */
  readonly onLeave?: (() => void) | undefined;
  /** Told as soon as the answer begins. */
  readonly onHeaders: (headers: IncomingHttpHeaders) => void;
  /** What is made of the answer, once it has come; what this throws, the call ends in. */
  readonly read: (answer: Received) => Value;
}

/**
 * Sends the request, collects its answer and reads it. Rejects with the connection's own error where no answer begins,
 * and at once where the call is given up or takes too long, even while it waits for a connection; what is under way of it
 * is then broken off.
 */
export function receive<Value>(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  { signal, timeoutMs, onLeave, onHeaders, read }: Receiving<Value>,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    let connection: Dispatcher.DispatchController | null = null;
    let collector = createCollector();
    let givenUp: Error | null = null;
    let isOver = false;
    const leave = () => stop(signal?.reason);
    const timer = setTimeout(() => stop(tooLong()), timeoutMs);
    signal?.addEventListener('abort', leave);

    function end(): void {
      isOver = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', leave);
    }

    function stop(reason: Error): void {
      end();
      reject(reason);
      givenUp = reason;
      connection?.abort(reason);
    }

    function finish(broken: BrokenBody | null): void {
      // What is broken off by us ends once more.
      if (isOver) return;
      end();
      const received = collector.finish(broken);
      if (received === null) return reject(broken?.cause);
      try {
        resolve(read(received));
      } catch (error) {
        reject(error);
      }
    }

    dispatcher.dispatch(request, {
      // A request that was sent ahead on a connection that broke is sent again, and starts anew.
      onRequestStart(controller) {
        connection = controller;
        collector = createCollector();
        if (givenUp === null) onLeave?.();
        else controller.abort(givenUp);
      },
      onResponseStart(_controller, status, headers) {
        if (status < 200) return;
        collector.begin(status, headers);
        onHeaders(headers);
      },
      onResponseData(controller, chunk) {
        const refused = collector.add(chunk);
        if (refused === null) return;
        finish({ detail: refused });
        controller.abort(new Error(refused));
      },
      onResponseEnd: () => finish(null),
      onResponseError: (_controller, cause) => finish({ detail: 'cut short', cause }),
    });
  });
}

/** Puts an answer together as it comes. */
interface Collector {
  begin(status: number, headers: IncomingHttpHeaders): void;
  /** Why no more of it is taken, or null. */
  add(chunk: Uint8Array): BrokenBody['detail'] | null;
  /** The answer, its body broken where something is named; null where none has begun. */
  finish(broken: BrokenBody | null): Received | null;
}

const largestBody = 10 * 1024 * 1024;

/** What is compressed, which nobody asked for, is not read: it may hide any size. */
export function createCollector(): Collector {
  let begun: Omit<Received, 'body'> | null = null;
  let isCompressed = false;
  const chunks: Uint8Array[] = [];
  let size = 0;
  return {
    begin(status, headers) {
      begun = { status, headers };
      isCompressed = contentEncodingOf(headers) !== null;
    },
    add(chunk) {
      if (isCompressed) return 'compressed';
      size += chunk.byteLength;
      if (size > largestBody) return 'larger than 10 MiB';
      chunks.push(chunk);
      return null;
    },
    finish(broken) {
      if (begun === null) return null;
      const { status, headers } = begun;
      return { status, headers, body: broken ?? join(chunks) };
    },
  };
}

/** Most answers come in one piece, which needs no copy. */
function join(chunks: readonly Uint8Array[]): Uint8Array {
  const [only, ...others] = chunks;
  return only !== undefined && others.length === 0 ? only : Buffer.concat(chunks);
}
