import { graphql } from 'graphql';
import { pino } from 'pino';
import type { BillingProvider } from '../../src/billing/provider.ts';
import type { Caller, Scope } from '../../src/graphql/caller.ts';
import { createContext } from '../../src/graphql/context.ts';
import { createFormatMoney } from '../../src/graphql/format-money.ts';
import { schema } from '../../src/graphql/schema.ts';
import { createErrorMask } from '../../src/server/answers/mask-error.ts';
import type { Answer } from './execute.ts';
import { nothingKnown } from './nothing-known.ts';

/** Who asks whom. */
interface Asking {
  readonly caller: Caller;
  readonly providers: readonly BillingProvider[];
  /** What time it is; the real time when absent. */
  readonly now?: Date;
}

/** What tells callers apart. */
interface CallerParts {
  readonly scopes?: readonly Scope[];
  readonly externalId?: string | null;
}

/** What a caller is answered, its credentials having been checked. */
export async function executeAs(
  { caller, providers, now }: Asking,
  source: string,
  variableValues: Readonly<Record<string, unknown>> = {},
): Promise<Answer> {
  const { data, errors } = await graphql({
    schema,
    source,
    variableValues,
    contextValue: createContext({
      providers: new Map(providers.map((provider) => [provider.name, provider])),
      caller,
      openCall: () => ({ signal: new AbortController().signal, now: () => now ?? new Date() }),
      onFailure: () => {},
      lastKnown: nothingKnown,
      formatMoney: createFormatMoney(),
    }),
  });
  const mask = createErrorMask(pino({ level: 'silent' }));
  const answer = { data, ...(errors && { errors: errors.map(mask) }) };
  return JSON.parse(JSON.stringify(answer));
}

/** A caller with nothing but what is given. */
export function callerOf({ scopes = [], externalId = null }: CallerParts): Caller {
  return { name: 'somebody', scopes: new Set(scopes), externalId };
}
