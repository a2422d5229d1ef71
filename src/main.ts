import { type Logger, pino } from 'pino';
import { ConfigError } from './config/problem.ts';
import { type Config, readConfig } from './config/read-config.ts';
import { warningsOf } from './config/warnings-of.ts';
import { type Lifecycle, watchProcess } from './lifecycle.ts';
import { describeError } from './server/describe-error.ts';
import { startBillgraph } from './start.ts';
import { startAsFirst, startAsWorker } from './start-together.ts';
import { type Membership, membershipVariable, readMembership } from './workers/membership.ts';
import { WorkerEnded } from './workers/start-workers.ts';

const exitCodeOfBadConfig = 2;

const membership = readMembership(process.env[membershipVariable]);
const log = createLog(membership);
const lifecycle = watchProcess(log);

try {
  const config = readConfig(process.env);
  log.level = config.logLevel;
  if (membership === null) await start(config, lifecycle);
  else await startAsWorker(membership, { config, log, lifecycle });
} catch (error) {
  // Not left to the event loop: the channel of a worker keeps it going.
  process.exit(tellWhy(error));
}

function createLog(member: Membership | null): Logger {
  return pino(
    {
      base: member === null ? null : { worker: member.number },
      timestamp: pino.stdTimeFunctions.isoTime,
      level: 'info',
      serializers: { err: describeError },
    },
    process.stdout.isTTY
      ? pino.transport({ target: 'pino-pretty' })
      : pino.destination({ fd: 1, sync: true }),
  );
}

async function start(config: Config, { began }: Lifecycle): Promise<void> {
  const running = await (config.server.workers === 1 ? startBillgraph : startAsFirst)(config, log);
  began(running);
  for (const { message, about } of warningsOf(config)) log.warn(about, message);
  log.info({ url: running.url, sandbox: config.providers.length === 0 }, 'billgraph ready');
}

/** Logs why there is no start, and gives the exit code. */
function tellWhy(error: unknown): number {
  if (error instanceof WorkerEnded) return error.exitCode;
  if (error instanceof ConfigError) {
    for (const { path, reason } of error.problems)
      log.fatal({ path, reason }, `configuration: ${path}: ${reason}`);
    return exitCodeOfBadConfig;
  }
  log.fatal({ err: error }, 'billgraph cannot start');
  return 1;
}
