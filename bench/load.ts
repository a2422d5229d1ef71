import { createInterface } from 'node:readline';
import { type LoadClient, openLoadClient, toRequest } from './load-client.ts';
import type { LoadJob, LoadResult } from './load-job.ts';

// A closed loop in a process of its own: every client sends its next request when the answer to the last one is there.
// Reads jobs from stdin, one JSON to a line, and answers each with a line.

for await (const line of createInterface({ input: process.stdin })) {
  const job: LoadJob = JSON.parse(line);
  console.log(JSON.stringify(await run(job)));
}

async function run(job: LoadJob): Promise<LoadResult> {
  const { clients: count, seconds, bodies } = job;
  const url = new URL(job.url);
  const requests = bodies.map((body) => toRequest(url, body));
  const latencies: number[] = [];
  let sent = 0;
  let failures = 0;
  let failure = '';
  const clients = await Promise.all(Array.from({ length: count }, () => openLoadClient(url)));
  const started = performance.now();
  const end = started + seconds * 1000;

  async function loop(client: LoadClient): Promise<void> {
    for (let begun = started; begun < end; begun = performance.now()) {
      const request = requests[sent % requests.length];
      if (request === undefined) throw new Error('no body to send');
      sent += 1;
      const { isGood, bytes } = await client.send(request);
      latencies.push(performance.now() - begun);
      if (isGood) continue;
      failures += 1;
      failure ||= bytes.toString('utf8', 0, 500);
    }
    client.close();
  }

  await Promise.all(clients.map(loop));
  const taken = (performance.now() - started) / 1000;
  const sorted = Float64Array.from(latencies).sort();
  return {
    requests: sorted.length,
    failures,
    failure,
    seconds: taken,
    p50Ms: percentile(sorted, 0.5),
    p99Ms: percentile(sorted, 0.99),
  };
}

function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
