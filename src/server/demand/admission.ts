import type { ServerResponse } from 'node:http';
import type { Refusal } from '../answers/refusal.ts';
import { createOpenResponses } from '../open-responses.ts';
import type { Limits } from './limits.ts';

/** Lets a request in, which then counts until its response is closed; or tells why not now. */
export type Admit = (response: ServerResponse) => Refusal | null;

/** What a process can do at once, and how it tells that it is late. */
interface AdmissionOptions extends Pick<Limits, 'requestsInFlight' | 'eventLoopDelayMs'> {
  readonly readEventLoopDelayMs: () => number;
}

/** Lets requests in as long as they can be answered soon: one that would only wait is better sent elsewhere at once. */
export function createAdmission({
  requestsInFlight,
  eventLoopDelayMs,
  readEventLoopDelayMs,
}: AdmissionOptions): Admit {
  const inFlight = createOpenResponses();
  return (response) => {
    if (inFlight.all.size >= requestsInFlight || readEventLoopDelayMs() > eventLoopDelayMs) return overloaded;
    inFlight.add(response);
    return null;
  };
}

const overloaded: Refusal = {
  message: 'billgraph has too much to do at the moment; try again in a second.',
  status: 503,
  code: 'OVERLOADED',
  headers: { 'retry-after': '1' },
};
