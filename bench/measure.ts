import type { Contestant } from './contestants.ts';
import type { Field } from './field.ts';
import type { GraphRequest } from './graph-client.ts';
import type { Provider } from './people.ts';
import { readCpuMs, readPeakMb } from './process-cost.ts';

/** What one measurement is of. */
export interface Setting {
  readonly contestant: Contestant;
  readonly provider?: Provider;
  readonly clients: number;
  readonly latencyMs: number;
  readonly seconds: number;
  requests(url: string): Promise<readonly GraphRequest[]> | readonly GraphRequest[];
}

/** What it came to. */
export interface Sample {
  /** User and system time of the gateway, for each request. */
  readonly cpuMs: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Calls to the upstream, for each request. */
  readonly calls: number;
  /** The most memory that the gateway has had since it was started. */
  readonly peakMb: number;
}

/** Until the gateway's code is compiled, with an upstream that answers at once: cold, a request costs up to three times as much. */
const warmUp = { seconds: 6, mostRequests: 2000 } as const;

/** Starts a gateway of its own, warms it up, and measures it. */
export async function measure(field: Field, setting: Setting): Promise<Sample> {
  const { contestant, provider, clients, latencyMs, seconds } = setting;
  const gateway = await field.open(contestant, provider);
  try {
    await field.setLatency(0);
    const requests = await setting.requests(gateway.url);
    const job = { url: gateway.url, clients, bodies: requests.map((request) => JSON.stringify(request)) };
    await field.load({ ...job, ...warmUp });

    await field.setLatency(latencyMs);
    const cpuBefore = readCpuMs(gateway.pid);
    const result = await field.load({ ...job, seconds });
    const cpuMs = readCpuMs(gateway.pid) - cpuBefore;
    if (result.failures > 0) {
      throw new Error(`${contestant}: ${result.failures} of ${result.requests} failed: ${result.failure}`);
    }
    return {
      cpuMs: cpuMs / result.requests,
      requestsPerSecond: result.requests / result.seconds,
      p50Ms: result.p50Ms,
      p99Ms: result.p99Ms,
      calls: (await field.countCalls()) / result.requests,
      peakMb: readPeakMb(gateway.pid),
    };
  } finally {
    await gateway.stop();
  }
}

/** The median of each figure. */
export function medianOf(samples: readonly Sample[]): Sample {
  const of = (figure: (sample: Sample) => number) => median(samples.map(figure));
  return {
    cpuMs: of(({ cpuMs }) => cpuMs),
    requestsPerSecond: of(({ requestsPerSecond }) => requestsPerSecond),
    p50Ms: of(({ p50Ms }) => p50Ms),
    p99Ms: of(({ p99Ms }) => p99Ms),
    calls: of(({ calls }) => calls),
    peakMb: of(({ peakMb }) => peakMb),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const [upper = Number.NaN, lower = upper] = [sorted[middle], sorted[middle - 1 + (sorted.length % 2)]];
  return (upper + lower) / 2;
}
