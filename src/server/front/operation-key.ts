import { memoize1 } from '@graphql-tools/utils';
import type { GraphQLParams } from 'graphql-yoga';
import type { Caller } from '../../graphql/caller.ts';

/** What decides, beside what it asks for, how a request is answered. */
export interface Asker {
  readonly caller: Caller;
  /** How long it waits, as its header says; null: it does not say. */
  readonly timeout: string | null;
}

/**
 * The same text for requests with the same body that are answered the same, as they may see the same and wait equally long:
 * found without a look into the body.
 */
export function toTextKey({ caller, timeout }: Asker, body: string): string {
  return `${toAccessText(caller)} ${timeout ?? ''}\n${body}`;
}

/** The same text as well for requests that ask for the same in other words; null where there is no such text. */
export function toParamsKey(asker: Asker, params: GraphQLParams): string | null {
  try {
    return toTextKey(asker, toCanonicalText(params));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const toAccessText = memoize1(({ scopes, externalId }: Caller) =>
  JSON.stringify([[...scopes].sort(), externalId]),
);

/** JSON with the names of each object in order, as clients write them in any; throws a RangeError where there is none. */
function toCanonicalText(value: unknown): string {
  // JSON has no other number for it than null.
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError('not a number of JSON');
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(toCanonicalText).join()}]`;
  const fields = Object.entries(value).sort(byName);
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${toCanonicalText(field)}`).join()}}`;
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
