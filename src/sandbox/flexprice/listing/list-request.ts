import { invalid } from '../refusal.ts';
import type { Fields } from '../request/fields.ts';
import { parseTimestamp } from '../timestamp.ts';

/** What every list route takes. */
export interface ListRequest {
  readonly limit: number;
  readonly offset: number;
  /** Of the creation times. */
  readonly order: 'asc' | 'desc';
  /** Of the records; a word that no record has selects nothing. */
  readonly status: string;
  readonly filters: readonly Fields[];
  readonly sort: readonly Fields[];
}

const defaultLimit = 50;
const largestLimit = 1000;

/** The list parameters with their defaults; out of range is refused. */
export function readListRequest(fields: Fields): ListRequest {
  const limit = fields.integer('limit') || defaultLimit;
  const offset = fields.integer('offset') ?? 0;
  const order = fields.text('order') || 'desc';
  if (limit < 1 || limit > largestLimit)
    throw invalid(`limit must be between 1 and ${largestLimit}`, { limit });
  if (offset < 0) throw invalid('offset must not be negative', { offset });
  if (order !== 'asc' && order !== 'desc') throw invalid('order must be asc or desc', { order });
  return {
    limit,
    offset,
    order,
    status: fields.text('status') || 'published',
    filters: fields.objects('filters') ?? [],
    sort: fields.objects('sort') ?? [],
  };
}

/** The expansions asked for, from a comma-separated list. One that the route does not know is refused. */
export function readExpansions(fields: Fields, known: readonly string[]): ReadonlySet<string> {
  const asked = (fields.text('expand') ?? '').split(',').filter((name) => name !== '');
  for (const name of asked) {
    if (!known.includes(name))
      throw invalid(`expand does not know ${name}`, { expand: name, allowed: known });
  }
  return new Set(asked);
}

/** The time in a field; text that spells none is refused. */
export function readTime(fields: Fields, name: string): Date | null {
  const text = fields.text(name) || null;
  if (text === null) return null;
  const time = parseTimestamp(text);
  if (time === null) throw invalid(`${name} must be a time in RFC 3339`, { [name]: text });
  return time;
}

/** The words in a list field; one outside the closed set is refused. */
export function readWords(fields: Fields, name: string, known: readonly string[]): readonly string[] | null {
  const words = fields.texts(name);
  for (const word of words ?? []) {
    if (!known.includes(word))
      throw invalid(`${name} does not know ${word}`, { [name]: word, allowed: known });
  }
  return words;
}
