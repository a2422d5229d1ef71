import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { basePathOf, type Contestant, toConfiguration } from './contestants.ts';
import type { Cpus } from './cpus.ts';
import type { LoadJob, LoadResult } from './load-job.ts';
import type { Provider } from './people.ts';
import { findPort, waitUntilReady } from './ports.ts';
import type { Processes, Program } from './processes.ts';
import { emptyQuery } from './queries.ts';

/** A gateway that answers. */
interface Gateway {
  readonly pid: number;
  readonly url: string;
  stop(): Promise<void>;
}

/** Where gateways are measured: the upstream and the load run, one gateway at a time is started. */
export interface Field {
  /** Starts a gateway over one provider's stub; all but billgraph know Flexprice only. */
  open(contestant: Contestant, provider?: Provider): Promise<Gateway>;
  /** Sets the upstream's latency, and begins to count its calls anew. */
  setLatency(latencyMs: number): Promise<void>;
  countCalls(): Promise<number>;
  load(job: LoadJob): Promise<LoadResult>;
  close(): Promise<void>;
}

/** What the field is made of. */
export interface FieldOptions {
  readonly processes: Processes;
  readonly cpus: Cpus;
  /** The bench, built; billgraph's configurations are written there. */
  readonly benchFolder: string;
  /** billgraph, built. */
  readonly billgraphFile: string;
}

const emptyRequest = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ query: emptyQuery }),
} as const;

/** Starts the upstream and the load. */
export async function openField({
  processes,
  cpus,
  benchFolder,
  billgraphFile,
}: FieldOptions): Promise<Field> {
  const upstreamPort = await findPort();
  const upstreamUrl = `http://127.0.0.1:${upstreamPort}`;
  const controlUrl = `${upstreamUrl}/control`;
  const upstream = processes.start({
    name: 'upstream',
    file: join(benchFolder, 'upstream.js'),
    arguments: [String(upstreamPort)],
    cpu: cpus.others,
  });
  const load = processes.start({ name: 'load', file: join(benchFolder, 'load.js'), cpu: cpus.others });
  await waitUntilReady(upstream, controlUrl);

  async function toProgram(contestant: Contestant, provider: Provider, port: number): Promise<Program> {
    const { gateway: cpu } = cpus;
    if (contestant !== 'billgraph') {
      const file = join(benchFolder, contestant === 'floor' ? 'floor.js' : `peers/${contestant}.js`);
      const baseUrl = `${upstreamUrl}${basePathOf[provider]}`;
      return { name: contestant, file, arguments: [String(port), baseUrl], cpu };
    }
    const configuration = join(benchFolder, `${provider}.json`);
    await writeFile(configuration, JSON.stringify(toConfiguration(provider, upstreamUrl)));
    // The others write no line for each operation either.
    const environment = { BILLGRAPH_CONFIG: configuration, PORT: String(port), LOG_LEVEL: 'warn' };
    return { name: contestant, file: billgraphFile, environment, cpu };
  }

  return {
    async open(contestant, provider = 'flexprice') {
      const port = await findPort();
      const url = `http://127.0.0.1:${port}/graphql`;
      const program = processes.start(await toProgram(contestant, provider, port));
      await waitUntilReady(program, url, emptyRequest);
      return { pid: program.pid, url, stop: program.stop };
    },
    async setLatency(latencyMs) {
      await fetch(`${controlUrl}?latencyMs=${latencyMs}`, { method: 'POST' });
    },
    async countCalls() {
      const told = await fetch(controlUrl);
      const { calls }: { readonly calls: number } = JSON.parse(await told.text());
      return calls;
    },
    async load(job) {
      const result: LoadResult = JSON.parse(await load.ask(JSON.stringify(job)));
      return result;
    },
    async close() {
      await Promise.all([upstream.stop(), load.stop()]);
    },
  };
}
