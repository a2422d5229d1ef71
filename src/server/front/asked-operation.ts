import { memoize1 } from '@graphql-tools/utils';
import type { GraphQLParams } from 'graphql-yoga';
import type { Caller } from '../../graphql/caller.ts';
import { toParams } from '../plugins/use-json-bodies.ts';

/** What decides, beside what it asks for, how a request is answered. */
export interface Asker {
  readonly caller: Caller;
  /** How long it waits, as its header says; null: it does not say. */
  readonly timeout: string | null;
}

/**
 * What an operation is asked for by, with texts that are the same for requests that are answered the same: they ask for the
 * same, may see the same, and wait equally long.
 */
export interface AskedOperation {
  /** Of requests with the same body: needs no look into it. */
  readonly textKey: string;
  /** Of requests that ask for the same in other words, too; null where there is no such text. Throws like `params`. */
  paramsKey(): string | null;
  /** Throws the error to answer where the body asks for nothing. */
  params(): GraphQLParams;
}

/** What is asked for by a body, which is looked into when that is needed, and once. */
export function createAskedOperation(asker: Asker, body: string): AskedOperation {
  let parsed: GraphQLParams | undefined;
  let key: string | null | undefined;

  function params(): GraphQLParams {
    parsed ??= toParams(body);
    return parsed;
  }

  return {
    textKey: toKey(asker, body),
    params,
    paramsKey() {
      if (key === undefined) key = toParamsKey(asker, params());
      return key;
    },
  };
}

function toParamsKey(asker: Asker, params: GraphQLParams): string | null {
  try {
    return toKey(asker, toCanonicalText(params));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function toKey({ caller, timeout }: Asker, asked: string): string {
  return `${toAccessText(caller)} ${timeout ?? ''}\n${asked}`;
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
