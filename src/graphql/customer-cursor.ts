import { hash } from 'node:crypto';
import { z } from 'zod';
import type { CustomerQuery } from '../billing/customer-list.ts';
import type { ListPosition } from '../loaders/list-position.ts';

/** What a cursor belongs to: it is of no use for another query or other lists. */
export interface CursorScope {
  /** The account that the query names; null for all. */
  readonly provider: string | null;
  readonly query: CustomerQuery;
  /** The account of each list, one after another. */
  readonly accounts: readonly string[];
}

const version = 1;

/** Far more than a list of any account has, and what every provider takes as a number of rows. */
const count = z
  .int()
  .min(0)
  .max(2 ** 31 - 1);

const placeSchema = z.tuple([
  z.string(),
  count,
  count,
  z.int(),
  z.array(z.string().regex(/^[\w-]{11}$/)).max(6),
]);

type Place = z.infer<typeof placeSchema>;

const cursorSchema = z.tuple([z.literal(version), z.string(), z.array(placeSchema)]);

/** The cursor of these positions, one for each list of the scope. */
export function encodeCursor(scope: CursorScope, positions: readonly ListPosition[]): string {
  const places = positions.map(
    ({ offset, total, createdAt, marks }, index): Place => [
      scope.accounts[index] ?? '',
      offset,
      total,
      createdAt,
      [...marks],
    ],
  );
  return toBase64Url(JSON.stringify([version, fingerprint(scope, places), places]));
}

/** The positions of a cursor, one for each list of the scope, or null where it is none of this scope. */
export function decodeCursor(scope: CursorScope, cursor: string): readonly ListPosition[] | null {
  const text = Buffer.from(cursor, 'base64url').toString('utf8');
  // Node's decoder skips what is not base64 and replaces what is not UTF-8, so only a full circle proves the cursor.
  if (toBase64Url(text) !== cursor) return null;
  const { data } = cursorSchema.safeParse(parseJson(text));
  if (data === undefined) return null;
  const [, print, places] = data;
  const isOfScope =
    print === fingerprint(scope, places) &&
    places.length === scope.accounts.length &&
    places.every(([account], index) => account === scope.accounts[index]);
  return isOfScope
    ? places.map(([, offset, total, createdAt, marks]) => ({ offset, total, createdAt, marks }))
    : null;
}

/** Of the query and of the places: a cursor that was damaged, or made by hand, does not have it. */
function fingerprint({ provider, query: { filter, order } }: CursorScope, places: readonly Place[]): string {
  const { search, email, externalIds, metadata } = filter;
  const entries = metadata.map(({ key, value }) => [key, value]);
  const query = [provider, search, email, externalIds, entries, order.field, order.direction];
  return hash('sha256', JSON.stringify([query, places]), 'base64url').slice(0, 16);
}

function toBase64Url(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
