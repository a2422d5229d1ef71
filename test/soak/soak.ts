import { setTimeout as pause } from 'node:timers/promises';
import { createEmulators, keyOf, openAccounts, originsOf, prefixes } from '../end-to-end/faults/accounts.ts';
import { type FaultServer, openFaultServer } from '../support/fault-server.ts';
import { type ProviderName, providerNames } from '../support/sample-customers.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { createClient } from './client.ts';
import { createJournal } from './journal.ts';
import { createLoad, deadlineMs } from './load.ts';
import { runBillgraph, type VitalSigns } from './run-billgraph.ts';
import { readTruth } from './seeds.ts';
import { createTally } from './tally.ts';
import { makeWeather } from './weather.ts';

const minutes = Number(process.env.SOAK_MINUTES ?? '10');
const askers = 8;
const reportMs = 30_000;
/** Longer than idle connections and pauses are kept. */
const coolDownMs = 15_000;
/** What is remembered of providers is bounded far above what this load leaves. */
const mostHeapGrowth = 24 * 2 ** 20;
/** Of sockets, timers and everything else: what differs between two quiet moments of one process. */
const mostGrowth = 2;

const journal = createJournal();
const tally = createTally();
const began = new Date();
const emulators = createEmulators(() => began);

async function open(provider: ProviderName): Promise<FaultServer> {
  return openFaultServer(journal.keep(provider, emulators[provider]), journal.onRequest);
}

const openAll = async () => ({
  flexprice: await open('flexprice'),
  lago: await open('lago'),
  polar: await open('polar'),
});
const reliable = await openAll();
const servers = await openAll();
const truthful = openAccounts({ origins: originsOf(reliable) });
const truth = await readTruth(truthful);
await truthful.close();
await Promise.all(Object.values(reliable).map((server) => server.close()));

const folder = createTemporaryFolder();
const origins = originsOf(servers);
const billgraph = await runBillgraph(
  folder.write('billgraph.yaml', {
    providers: providerNames.map((name) => ({
      name,
      kind: name,
      baseUrl: `${origins[name]}${prefixes[name]}`,
      apiKey: keyOf(name),
      timeoutMs: 1_000,
    })),
    server: { deadlineMs, graphiql: false },
    cache: { staleIfErrorSeconds: 300, freshSeconds: 0 },
  }),
);

function tell(moment: string, signs: VitalSigns): void {
  const mebibytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  const upstream = Object.values(servers).reduce((sum, server) => sum + server.openSockets(), 0);
  console.log(
    `${moment}: heap ${mebibytes(signs.heapBytes)}, rss ${mebibytes(signs.rssBytes)}, sockets ${signs.sockets} ` +
      `(${upstream} upstream), timers ${signs.timers}, resources ${signs.resources} | ${tally.summary()} ` +
      `| complaints ${tally.complaints().count}`,
  );
}

/** Loads it for so long, under faults or none, lets it rest, and reads what it then holds. */
async function soakFor(ms: number, weather: 'fair' | 'foul'): Promise<VitalSigns> {
  const client = createClient(billgraph.url);
  const ending = new AbortController();
  const loads = Array.from({ length: askers }, () => createLoad({ client, truth, journal, tally }));
  const running = [
    ...loads.map((load) => load.run(ending.signal)),
    ...(weather === 'foul' ? Object.values(servers).map((server) => makeWeather(server, ending.signal)) : []),
  ];
  const started = performance.now();
  for (let left = ms; left > 0; left = started + ms - performance.now()) {
    await pause(Math.min(left, reportMs));
    for (const server of Object.values(servers)) server.forget();
    tell(`${Math.round((performance.now() - started) / 1000)} s`, await billgraph.readVitalSigns());
  }
  ending.abort();
  await Promise.all(running);
  await client.close();
  await pause(coolDownMs);
  for (const load of loads) load.checkWrites();
  return billgraph.readVitalSigns();
}

function compare(before: VitalSigns, after: VitalSigns): void {
  if (after.heapBytes > before.heapBytes + mostHeapGrowth) tally.complain('the heap has grown');
  for (const kind of ['sockets', 'timers', 'resources'] as const) {
    if (after[kind] > before[kind] + mostGrowth)
      tally.complain(`${after[kind]} ${kind} are left, ${before[kind]} were there`);
  }
  for (const [name, server] of Object.entries(servers)) {
    if (server.openSockets() > 0) tally.complain(`${server.openSockets()} connections to ${name} are left`);
  }
}

console.log(`Soaks for ${minutes} minutes.`);
const before = await soakFor(Math.min(30_000, minutes * 15_000), 'fair');
tell('at rest, before any fault', before);
const after = await soakFor(minutes * 60_000, 'foul');
tell('at rest, after all faults', after);
compare(before, after);
await billgraph.stop();
await Promise.all(Object.values(servers).map((server) => server.close()));
folder.remove();

const { count, first } = tally.complaints();
for (const complaint of first) console.log(`- ${complaint}`);
console.log(count === 0 ? 'PASS' : `FAIL: ${count} complaints`);
process.exitCode = count === 0 ? 0 : 1;
