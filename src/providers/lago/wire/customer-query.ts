import type { MetadataEntry } from '../../../billing/customer.ts';
import type { CustomerFilter } from '../../../billing/customer-list.ts';
import type { Query } from '../../../http/path.ts';
import { emailProblem } from '../../customer-rules.ts';
import { longestMetadataKey, longestMetadataValue } from '../customer-rules.ts';

/** The filter as Lago would take it: it drops blanks around a search, and a search that is blank altogether. */
export function withoutBlanks(filter: CustomerFilter): CustomerFilter {
  return { ...filter, search: filter.search?.trim() || null };
}

/** Whether no customer of Lago can meet the filter, whatever customers there are. */
export function matchesNobody({ search, email, metadata }: CustomerFilter): boolean {
  const texts = [search ?? '', email ?? '', ...metadata.flatMap(({ key, value }) => [key, value])];
  return (
    !texts.every(isStorable) ||
    (email !== null && emailProblem(email) !== null) ||
    metadata.some(isTooLong) ||
    contradicts(metadata)
  );
}

/** The database takes neither NUL nor broken Unicode, so that nobody has either. */
function isStorable(text: string): boolean {
  return !/\0|\p{Cs}/u.test(text);
}

function isTooLong({ key, value }: MetadataEntry): boolean {
  return [...key].length > longestMetadataKey || [...value].length > longestMetadataValue;
}

/** A key has one value. */
function contradicts(metadata: readonly MetadataEntry[]): boolean {
  const values = new Map(metadata.map(({ key, value }) => [key, value]));
  return metadata.some(({ key, value }) => values.get(key) !== value);
}

/**
 * Whether the entry can be asked for: a blank value would ask for customers without the key, and brackets in a key would
 * make another parameter.
 */
export function isSendable({ key, value }: MetadataEntry): boolean {
  return /^[^[\]]+$/.test(key) && /\S/.test(value);
}

/** The parameters of `GET /customers`. A parameter that is absent does not narrow the list. */
export function toQuery({ search, metadata }: Pick<CustomerFilter, 'search' | 'metadata'>): Query {
  return {
    ...(search !== null && { search_term: search }),
    ...Object.fromEntries(metadata.map(({ key, value }) => [`metadata[${key}]`, value])),
  };
}
