import type { CustomerFilter } from '../billing/customer-list.ts';
import { storageProblem } from '../billing/text-problems.ts';

/**
 * Whether there can be customers, at any provider, who meet all conditions: no text is stored that a database does not
 * take, and a metadata key has one value.
 */
export function isSatisfiable({ search, email, metadata }: CustomerFilter): boolean {
  const values = new Map(metadata.map(({ key, value }) => [key, value]));
  const texts = [search ?? '', email ?? '', ...metadata.flatMap(({ key, value }) => [key, value])];
  return (
    texts.every((text) => storageProblem(text) === null) &&
    metadata.every(({ key, value }) => values.get(key) === value)
  );
}
