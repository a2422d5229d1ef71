import { pino } from 'pino';
import { readConfig } from '../../src/config/read-config.ts';
import { type RunningBillgraph, startBillgraph } from '../../src/start.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

/** A billgraph as the program starts it, but in this process. */
export interface ConfiguredBillgraph {
  /** Where the graph is, path included. */
  readonly url: string;
  readonly origin: string;
  readonly port: number;
  /** What it has logged, at any level. */
  readonly lines: readonly string[];
  readonly close: RunningBillgraph['stop'];
}

/** What a billgraph finds beside its configuration file. */
interface Surroundings {
  readonly environment?: Readonly<Record<string, string>>;
  /** Where GraphiQL was built; absent: where the build puts it. */
  readonly graphiqlFolder?: string;
}

/** Starts billgraph with this configuration file, on a port of its own. */
export async function openConfigured(
  file: object,
  { environment = {}, graphiqlFolder }: Surroundings = {},
): Promise<ConfiguredBillgraph> {
  const folder = createTemporaryFolder();
  const path = folder.write('billgraph.json', file);
  const lines: string[] = [];
  const log = pino({ base: null, level: 'trace' }, { write: (line: string) => void lines.push(line) });
  try {
    const config = readConfig({ ...environment, BILLGRAPH_CONFIG: path, PORT: '0' });
    const { url, stop } = await startBillgraph(config, log, { graphiqlFolder });
    const { origin, port } = new URL(url);
    return { url, origin, port: Number(port), lines, close: stop };
  } finally {
    // It is read once, at the start.
    folder.remove();
  }
}
