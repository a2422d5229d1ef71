import type { Query } from '../../http/path.ts';

/**
 * The query that finds whatever contains the text, and maybe more. Polar puts the text into an ILIKE pattern as it is:
 * "%" and "_" find more than asked, a "\" and what follows less, so that only what comes before it is searched for.
 */
export function toSearch(text: string): Query {
  const [beginning] = text.split('\\');
  return beginning ? { query: beginning } : {};
}

/** Whether the query finds what contains the text, apart from the wildcards that Polar takes "%" and "_" for. */
export function isSearchable(text: string): boolean {
  return !text.includes('\\');
}
