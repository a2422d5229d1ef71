import type { Dispatcher } from 'undici';
import type { IncomingHttpHeaders } from 'undici/types/header.js';
import type { CallSignal } from './account-call.ts';
import { type BrokenBody, Collector, type Received } from './collector.ts';
import { tooLong } from './deadline.ts';

/** How an answer is received. */
export interface Receiving<Value> {
  /** Gives the call up, with its reason. */
  readonly signal: CallSignal;
  /** From now to the last byte. */
  readonly timeoutMs: number;
  /** Told when there is a connection, and the request may be on its way; absent: nobody wants to know. */
  readonly onLeave?: (() => void) | undefined;
  /** Told as soon as the answer begins. */
  readonly onHeaders: (headers: IncomingHttpHeaders) => void;
  /** What is made of the answer, once it has come. */
  readonly read: (answer: Received) => Value;
  /** What is made of the error that the call ends in without an answer. */
  readonly fail: (error: unknown) => Value;
}

/**
 * Sends the request and collects its answer. Fails with the connection's own error where no answer begins, and at once
 * where the call is given up or takes too long, even while it waits for a connection; what is under way of it is then
 * broken off. Settles with what is made of that, or rejects with what making it throws.
 */
export function receive<Value>(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  receiving: Receiving<Value>,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    new AwaitedAnswer(receiving, resolve, reject).begin(dispatcher, request);
  });
}

/** One answer that is awaited. A class, since one is made for every call, and a dozen closures cost more than it does. */
class AwaitedAnswer<Value> implements Dispatcher.DispatchHandler {
  private readonly receiving: Receiving<Value>;
  private readonly resolve: (value: Value) => void;
  private readonly reject: (error: unknown) => void;
  private readonly leave = (): void => this.stop(this.receiving.signal.reason);
  private timer: NodeJS.Timeout | undefined;
  private connection: Dispatcher.DispatchController | null = null;
  /** What has come of the answer; null where none has begun. */
  private collector: Collector | null = null;
  private givenUp: Error | null = null;
  private isOver = false;

  constructor(
    receiving: Receiving<Value>,
    resolve: (value: Value) => void,
    reject: (error: unknown) => void,
  ) {
    this.receiving = receiving;
    this.resolve = resolve;
    this.reject = reject;
  }

  begin(dispatcher: Dispatcher, request: Dispatcher.DispatchOptions): void {
    const { signal, timeoutMs } = this.receiving;
    if (signal.aborted) {
      this.stop(signal.reason);
      return;
    }
    this.timer = setTimeout(() => this.stop(tooLong()), timeoutMs);
    signal.addEventListener('abort', this.leave);
    try {
      dispatcher.dispatch(request, this);
    } catch (error) {
      this.end();
      this.fail(error);
    }
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // A request that was sent ahead on a connection that broke is sent again, and starts anew.
    this.collector = null;
    this.connection = controller;
    if (this.givenUp === null) this.receiving.onLeave?.();
    else controller.abort(this.givenUp);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    if (status < 200) return;
    this.collector = new Collector(status, headers);
    this.receiving.onHeaders(headers);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const refused = this.collector?.add(chunk);
    if (refused == null) return;
    this.finish({ detail: refused });
    controller.abort(new Error(refused));
  }

  onResponseEnd(): void {
    this.finish(null);
  }

  onResponseError(_controller: Dispatcher.DispatchController, cause: Error): void {
    this.finish({ detail: 'cut short', cause });
  }

  private stop(reason: Error): void {
    this.end();
    this.givenUp = reason;
    this.fail(reason);
    this.connection?.abort(reason);
  }

  private finish(broken: BrokenBody | null): void {
    // What is broken off by us ends once more.
    if (this.isOver) return;
    this.end();
    const { collector } = this;
    if (collector === null) this.fail(broken?.cause);
    else this.settle(() => this.receiving.read(collector.finish(broken)));
  }

  private fail(error: unknown): void {
    this.settle(() => this.receiving.fail(error));
  }

  private settle(make: () => Value): void {
    try {
      this.resolve(make());
    } catch (error) {
      this.reject(error);
    }
  }

  private end(): void {
    this.isOver = true;
    clearTimeout(this.timer);
    this.receiving.signal.removeEventListener('abort', this.leave);
  }
}
