import type { OutgoingRequest } from './exchange.ts';

/** What happened in one call, for the log: no values, only the path's template. */
export interface ProviderCall {
  readonly provider: string;
  readonly method: string;
  readonly path: string;
  readonly durationMs: number;
  /** null where no answer came. */
  readonly status: number | null;
  /** What it ended in, or null where all went well. */
  readonly error: unknown;
  /** Whether the request that it was made for had ended before: a change goes on all the same. */
  readonly late: boolean;
}

/** Tells how the call ended; only the first time counts. */
type TellEnd = (status: number | null, error: unknown) => void;

/** Starts the clock of a call. */
export function startCall(
  provider: string,
  { method, path }: Pick<OutgoingRequest, 'method' | 'path'>,
  onExchange: (call: ProviderCall) => void,
): TellEnd {
  const started = performance.now();
  let told = false;
  return (status, error) => {
    if (told) return;
    told = true;
    const durationMs = performance.now() - started;
    onExchange({ provider, method, path: path.template, durationMs, status, error, late: false });
  };
}
