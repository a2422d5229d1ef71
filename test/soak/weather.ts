import { setTimeout as pause } from 'node:timers/promises';
import {
  answerStatus,
  bomb,
  closeAfterwards,
  closeEmpty,
  closeOnReuse,
  cutChunked,
  drip,
  halfJson,
  hangAfterHeaders,
  hangBeforeHeaders,
  html,
  hugeHeaders,
  loseAnswer,
  oversize,
  reset,
  reshape,
  speak,
  truncate,
  wrongContentType,
} from '../support/answer-faults.ts';
import type { Fault, FaultServer } from '../support/fault-server.ts';

const faults: readonly Fault[] = [
  ...[400, 401, 403, 409, 422, 500, 502, 503, 504].map((status) => answerStatus(status)),
  ...['1', '0', 'soon'].map((value) => answerStatus(429, { 'retry-after': value })),
  answerStatus(429, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }),
  hangBeforeHeaders,
  hangAfterHeaders,
  loseAnswer,
  drip,
  truncate,
  cutChunked,
  halfJson,
  html,
  wrongContentType,
  reset,
  closeEmpty,
  closeAfterwards,
  closeOnReuse,
  hugeHeaders,
  oversize,
  bomb,
  reshape(() => ({})),
  speak('HTTP/1.1 fine\r\n\r\n'),
];

/** Seconds, at least and at most. */
const calm = [2, 10] as const;
const storm = [1, 6] as const;

const between = ([least, most]: readonly [number, number]) => 1000 * (least + Math.random() * (most - least));

function pick<Value>(values: readonly Value[]): Value | undefined {
  return values[Math.floor(Math.random() * values.length)];
}

/** Lets faults come and go at one account until the signal aborts, and then lets all be well. */
export async function makeWeather(server: FaultServer, signal: AbortSignal): Promise<void> {
  const last = (ms: number) => pause(ms, undefined, { signal }).catch(() => {});
  while (!signal.aborted) {
    await last(between(calm));
    if (signal.aborted) break;
    if (Math.random() < 0.15) await server.goDown();
    else
      server.fail(pick(faults) ?? reset, Math.random() < 0.3 ? { matches: () => Math.random() < 0.5 } : {});
    await last(between(storm));
    await server.heal();
  }
  await server.heal();
}
