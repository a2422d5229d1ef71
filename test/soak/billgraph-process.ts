import { pino } from 'pino';
import { readConfig } from '../../src/config/read-config.ts';
import { startBillgraph } from '../../src/start.ts';
import type { VitalSigns } from './run-billgraph.ts';

const { url } = await startBillgraph(readConfig(process.env), pino({ level: 'fatal' }));
process.on('message', () => process.send?.(readVitalSigns()));
// Whoever watches it may be gone without having stopped it.
process.on('disconnect', () => process.exit());
process.send?.({ url });

function readVitalSigns(): VitalSigns {
  // Once for what is dropped, and once for what was waiting for that.
  for (let round = 0; round < 2; round += 1) globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  const resources = process.getActiveResourcesInfo();
  const count = (kind: string) => resources.filter((resource) => resource === kind).length;
  return {
    heapBytes: heapUsed,
    rssBytes: rss,
    sockets: count('TCPSocketWrap'),
    timers: count('Timeout'),
    resources: resources.length,
  };
}
