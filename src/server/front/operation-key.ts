import type { IncomingHttpHeaders } from 'node:http';
import type { GraphQLParams } from 'graphql-yoga';
import type { Caller } from '../../graphql/caller.ts';
import { timeoutHeader } from '../plugins/use-deadlines.ts';

/** A request that asks for an operation. */
interface AskedOperation {
  readonly headers: IncomingHttpHeaders;
  readonly params: GraphQLParams;
  readonly caller: Caller;
}

/**
 * The same text for requests that are answered the same: they ask for the same, may see the same, and wait equally long.
 * null where there is no such text, since the answer tells of its own calls, or the variables have no text of their own.
 */
export function toOperationKey({ headers, params, caller }: AskedOperation): string | null {
  if (headers['x-billgraph-debug'] === '1') return null;
  const { variables, ...rest } = params;
  const asker = [[...caller.scopes].sort(), caller.externalId, headers[timeoutHeader]];
  try {
    return JSON.stringify([asker, rest]) + JSON.stringify(variables ?? null, sortNames);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Clients write the names of an object in any order. */
function sortNames(_name: string, value: unknown): unknown {
  // JSON has no other number for it than null.
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError('not a number of JSON');
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? Object.fromEntries(Object.entries(value).sort(byName)) : value;
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1;
}
