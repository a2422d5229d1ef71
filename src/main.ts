import { pino } from 'pino';
import { ConfigError } from './config/problem.ts';
import { readConfig } from './config/read-config.ts';
import { warningsOf } from './config/warnings-of.ts';
import { watchProcess } from './lifecycle.ts';
import { describeError } from './server/describe-error.ts';
import { startBillgraph } from './start.ts';

const exitCodeOfBadConfig = 2;

const log = pino(
  {
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    level: 'info',
    serializers: { err: describeError },
  },
  process.stdout.isTTY ? pino.transport({ target: 'pino-pretty' }) : pino.destination({ fd: 1, sync: true }),
);

const lifecycle = watchProcess(log);

try {
  const config = readConfig(process.env);
  log.level = config.logLevel;
  const running = await startBillgraph(config, log);
  lifecycle.began(running);
  for (const { message, about } of warningsOf(config)) log.warn(about, message);
  log.info({ url: running.url, sandbox: config.providers.length === 0 }, 'billgraph ready');
} catch (error) {
  if (error instanceof ConfigError) {
    for (const { path, reason } of error.problems)
      log.fatal({ path, reason }, `configuration: ${path}: ${reason}`);
    process.exitCode = exitCodeOfBadConfig;
  } else {
    log.fatal({ err: error }, 'billgraph cannot start');
    process.exitCode = 1;
  }
}
