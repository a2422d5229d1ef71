import type { Logger } from 'pino';
import { ProviderError } from './billing/provider-error.ts';
import type { StatusChange } from './http/account-line.ts';
import { wasNotAsked } from './http/not-asked.ts';
import { hasLeft } from './http/evidence.ts';
import type { ProviderCall } from './http/provider-call.ts';

/** What the log tells of the providers: every call, and every failure once, however many fields it costs. */
export interface ProviderLog {
  /** A call that was sent. */
  readonly onExchange: (call: ProviderCall) => void;
  /** A failure that a read ended in. */
  readonly onFailure: (error: ProviderError) => void;
  /** An account is no longer asked, or is asked again. */
  readonly onStatus: (change: StatusChange) => void;
}

/** The log of one process. Paths are templates and details are schema paths: no key, e-mail or body gets in. */
export function createProviderLog(log: Logger): ProviderLog {
  const toldErrors = new WeakSet<object>();

  return {
    onExchange(told) {
      // Most calls go well, and are told of at a level that is off as a rule.
      if (told.error === null && !told.late && !log.isLevelEnabled('debug')) return;
      const { error, durationMs, late, ...exchange } = told;
      const call = { ...exchange, durationMs: Math.round(durationMs) };
      if (!(error instanceof ProviderError)) {
        // The one who asked for a late change was told that nobody knows what came of it.
        if (late) log.info(call, 'provider call went well after its request had ended');
        else log.debug(call, 'provider call');
        return;
      }
      toldErrors.add(error);
      log[levelOf(error)]({ ...call, ...describe(error) }, 'provider call failed');
    },
    onFailure(error) {
      if (toldErrors.has(error) || isNoFault(error)) return;
      toldErrors.add(error);
      log[levelOf(error)](describe(error), 'provider failed');
    },
    onStatus({ provider, state }) {
      if (state === 'DOWN') log.warn({ provider }, 'provider is down');
      else log.info({ provider }, 'provider is up again');
    },
  };
}

/** The provider has done nothing wrong: it cannot do this, or was not asked because the operation has asked enough. */
function isNoFault({ failure }: ProviderError): boolean {
  return failure === 'unsupported' || failure === 'too-expensive';
}

/**
 * Where nobody waits for the answer any more, that is no failure of the provider; what came of a change still matters.
 * That an account is not asked follows from failures that were told.
 */
function levelOf(error: ProviderError): 'debug' | 'warn' {
  if (wasNotAsked(error)) return 'debug';
  return hasLeft(error) && error.failure !== 'outcome-unknown' ? 'debug' : 'warn';
}

function describe({ provider, failure, status, reason, detail, cause }: ProviderError) {
  const code =
    cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
  return { provider, failure, status, reason, detail, code };
}
