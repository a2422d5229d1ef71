import { LRUCache } from 'lru-cache';

const mostTexts = 100;
const longestText = 200;

/** The same function, which finds out once what it is asked about the same short text again and again, as of a header. */
export function rememberByText<Found extends NonNullable<unknown>>(
  find: (text: string) => Found,
): (text: string) => Found {
  const known = new LRUCache<string, Found>({ max: mostTexts });
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const found = find(text);
    if (text.length <= longestText) known.set(text, found);
    return found;
  };
}
