import type { MetadataEntry } from '../../../billing/customer.ts';
import type { CustomerFilter } from '../../../billing/customer-list.ts';
import type { Query } from '../../../http/path.ts';
import { isSatisfiable } from '../../customer-filter.ts';
import { emailProblem } from '../../../billing/text-problems.ts';
import { customerRules } from '../customer-rules.ts';

/** The filter as Lago would take it: it drops blanks around a search, and a search that is blank altogether. */
export function withoutBlanks(filter: CustomerFilter): CustomerFilter {
  return { ...filter, search: filter.search?.trim() || null };
}

/** Whether no customer of Lago can meet the filter, whatever customers there are. */
export function matchesNobody(filter: CustomerFilter): boolean {
  const { email, metadata } = filter;
  const isNoEmail = email !== null && emailProblem(email) !== null;
  return isNoEmail || metadata.some(isTooLong) || !isSatisfiable(filter);
}

const { longestKey, longestValue } = customerRules.metadata;

function isTooLong({ key, value }: MetadataEntry): boolean {
  return [...key].length > longestKey || [...value].length > longestValue;
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
