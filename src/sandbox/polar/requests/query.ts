import type { Problem } from '../errors.ts';
import type { Metadata } from '../records/stamped.ts';
import { accept, type Check, reject } from './check.ts';
import { oneOf, text } from './scalars.ts';
import { uuid } from './uuid.ts';

/** The parameters of a query, null where absent. Of a single one that is repeated, the last counts. */
export interface Query {
  text(name: string): string | null;
  boolean(name: string): boolean | null;
  /** In milliseconds since 1970. */
  instant(name: string): number | null;
  /** A whole number above zero. */
  positive(name: string): number | null;
  /** All values of a repeated parameter; neither brackets nor commas make a list. */
  texts(name: string): readonly string[] | null;
  uuids(name: string): readonly string[] | null;
  words(name: string, allowed: readonly string[]): readonly string[] | null;
  /** `metadata[key]=value`: values of one key are alternatives, different keys must all match. */
  metadata(): (entries: Metadata) => boolean;
  /** What was wrong with the parameters read so far. */
  problems(): readonly Problem[];
}

/** Reads the parameters of a query. */
export function openQuery(parameters: URLSearchParams): Query {
  const problems: Problem[] = [];

  function one<Value>(name: string, check: Check<Value>): Value | null {
    const value = parameters.getAll(name).at(-1);
    return value === undefined ? null : take(check, value, ['query', name]);
  }
  function many(name: string, check: Check<string>, loc: readonly string[] = []): readonly string[] | null {
    const values = parameters.getAll(name);
    if (values.length === 0) return null;
    return values.flatMap((value, index) => take(check, value, ['query', name, ...loc, index]) ?? []);
  }
  function take<Value>(check: Check<Value>, input: string, location: Problem['loc']): Value | null {
    const outcome = check(input, location);
    if (outcome.ok) return outcome.value;
    problems.push(...outcome.problems);
    return null;
  }

  return {
    text: (name) => one(name, text()),
    boolean: (name) => one(name, spelledBoolean),
    instant: (name) => one(name, spelledInstant),
    positive: (name) => one(name, spelledPositive),
    texts: (name) => many(name, text()),
    uuids: (name) => many(name, uuid, ['list[uuid4]']),
    words: (name, allowed) => many(name, oneOf(allowed)),
    metadata: () => metadataFilter(parameters),
    problems: () => problems,
  };
}

/** Whether a repeated filter lets the value through; null is no filter. */
export function lets(filter: readonly string[] | null, value: string | null): boolean {
  return filter === null || (value !== null && filter.includes(value));
}

const spelledBoolean: Check<boolean> = (input, location) => {
  const word = String(input).toLowerCase();
  if (['true', '1', 'yes', 'y', 'on', 't'].includes(word)) return accept(true);
  if (['false', '0', 'no', 'n', 'off', 'f'].includes(word)) return accept(false);
  const message = 'Input should be a valid boolean, unable to interpret input';
  return reject('bool_parsing', location, message, input);
};

const spelledPositive: Check<number> = (input, location) => {
  if (!/^[+-]?\d+$/.test(String(input))) {
    const message = 'Input should be a valid integer, unable to parse string as an integer';
    return reject('int_parsing', location, message, input);
  }
  return Number(input) > 0
    ? accept(Number(input))
    : reject('greater_than', location, 'Input should be greater than 0', input, { gt: 0 });
};

const spelledInstant: Check<number> = (input, location) => {
  const instant = /^\d{4}-\d{2}-\d{2}/.test(String(input)) ? Date.parse(String(input)) : Number.NaN;
  return Number.isNaN(instant)
    ? reject('datetime_parsing', location, 'Input should be a valid datetime', input)
    : accept(instant);
};

function metadataFilter(parameters: URLSearchParams): (entries: Metadata) => boolean {
  const wanted = new Map<string, readonly string[]>();
  for (const [name] of parameters) {
    const key = /^metadata\[([^\]]+)\]$/.exec(name)?.[1];
    if (key !== undefined) wanted.set(key, parameters.getAll(name));
  }
  return (entries) =>
    [...wanted].every(
      ([key, values]) => Object.hasOwn(entries, key) && values.includes(String(entries[key])),
    );
}
