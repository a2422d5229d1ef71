import type { Contestant } from './contestants.ts';
import type { Field } from './field.ts';
import type { GraphRequest } from './graph-client.ts';
import type { LoadJob } from './load-job.ts';
import type { Provider } from './people.ts';
import { readCpuMs, readPeakMb } from './process-cost.ts';

/** What one measurement is of. */
export interface Setting {
  readonly contestant: Contestant;
  readonly provider?: Provider;
  readonly clients: number;
  /** Of the upstream, one after the other. */
  readonly latenciesMs: readonly number[];
  /** At each latency. */
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

/** Starts a gateway of its own, warms it up, and measures it; a sample for each latency. */
export async function measure(field: Field, setting: Setting): Promise<readonly Sample[]> {
  const { contestant, provider, clients, latenciesMs, seconds } = setting;
  const gateway = await field.open(contestant, provider);
  try {
    const requests = await setting.requests(gateway.url);
    const job = { url: gateway.url, clients, bodies: requests.map((request) => JSON.stringify(request)) };
    await warmUp(field, gateway.pid, job);
    const samples: Sample[] = [];
    for (const latencyMs of latenciesMs) {
      await field.setLatency(latencyMs);
      const { result, cpuMs } = await loadFor(field, gateway.pid, { ...job, seconds });
      if (result.failures > 0) {
        throw new Error(`${contestant}: ${result.failures} of ${result.requests} failed: ${result.failure}`);
      }
      samples.push({
        cpuMs,
        requestsPerSecond: result.requests / result.seconds,
        p50Ms: result.p50Ms,
        p99Ms: result.p99Ms,
        calls: (await field.countCalls()) / result.requests,
        peakMb: readPeakMb(gateway.pid),
      });
    }
    return samples;
  } finally {
    await gateway.stop();
  }
}

/** A stretch in which code is compiled; cold, a request costs up to three times as much. */
const warmUpSeconds = 2;

/** Of a gateway that does not become cheaper, two stretches are enough; nobody is waited for longer than this. */
const stretches = { least: 2, most: 8 } as const;

/** A stretch that is not cheaper by so much than all before is no sign of compilation. */
const noticeable = 0.95;

/** Loads the gateway, with an upstream that answers at once, until its requests no longer become cheaper. */
async function warmUp(field: Field, pid: number, job: Omit<LoadJob, 'seconds'>): Promise<void> {
  await field.setLatency(0);
  let cheapest = Number.POSITIVE_INFINITY;
  for (let stretch = 1; stretch <= stretches.most; stretch += 1) {
    const { cpuMs } = await loadFor(field, pid, { ...job, seconds: warmUpSeconds });
    const isWarm = cpuMs > cheapest * noticeable;
    cheapest = Math.min(cheapest, cpuMs);
    if (isWarm && stretch > stretches.least) return;
  }
}

/** What came of a load, and what each of its requests cost the gateway in user and system time. */
async function loadFor(field: Field, pid: number, job: LoadJob) {
  const before = readCpuMs(pid);
  const result = await field.load(job);
  return { result, cpuMs: (readCpuMs(pid) - before) / result.requests };
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
