import { json, type SandboxAnswer, type SandboxRequest } from '../http-server.ts';
import type { RouteHandler } from '../router.ts';
import { invalid, resourceNotFound } from './errors.ts';
import { organizationId } from './organization.ts';
import { openQuery, type Query } from './requests/query.ts';
import { uuid } from './requests/uuid.ts';
import type { Wire } from './wire.ts';

type SortValue = string | number | null;

/** The words that a list can be sorted by. */
export interface Sorting<Row> {
  /** The criterion of a request without one; a leading "-" is descending. */
  readonly initial: string;
  readonly keys: Readonly<Record<string, (row: Row) => SortValue>>;
}

/** What a list route answers with. */
export interface List<Row> {
  /** The rows that pass the filters of the query. */
  readonly rows: (query: Query) => readonly Row[];
  /** Absent: the route takes no `sorting` and keeps the order of the rows. */
  readonly sorting?: Sorting<Row>;
  readonly toWire: (row: Row) => Wire;
}

const largestPage = 100;

/** One page of a list. A page size above 100 is cut without a word; a page past the end is empty. */
export function answerList<Row>(request: SandboxRequest, list: List<Row>): SandboxAnswer {
  const query = openQuery(request.query);
  const organizations = query.uuids('organization_id');
  const rows = list.rows(query);
  const compare = list.sorting === undefined ? () => 0 : readSorting(query, list.sorting);
  const page = query.positive('page') ?? 1;
  const limit = Math.min(query.positive('limit') ?? 10, largestPage);
  if (query.problems().length > 0) return invalid(query.problems());

  const visible = organizations === null || organizations.includes(organizationId) ? rows : [];
  return json(200, {
    items: visible
      .toSorted(compare)
      .slice((page - 1) * limit, page * limit)
      .map(list.toWire),
    pagination: { total_count: visible.length, max_page: Math.ceil(visible.length / limit) },
  });
}

/** A list route. */
export function listRoute<Row>(list: List<Row>): RouteHandler {
  return (request) => answerList(request, list);
}

/** A route that answers one record by the path's `id`. */
export function getRoute<Row>(records: ReadonlyMap<string, Row>, toWire: (row: Row) => Wire): RouteHandler {
  return (_request, { id }) => {
    const outcome = uuid(id, ['path', 'id']);
    if (!outcome.ok) return invalid(outcome.problems);
    const record = records.get(outcome.value);
    return record === undefined ? resourceNotFound() : json(200, toWire(record));
  };
}

function readSorting<Row>(query: Query, { initial, keys }: Sorting<Row>): (one: Row, other: Row) => number {
  const allowed = Object.keys(keys).flatMap((key) => [key, `-${key}`]);
  const criteria = (query.words('sorting', allowed) ?? [initial]).map((word) => ({
    key: keys[word.replace(/^-/, '')] ?? (() => null),
    direction: word.startsWith('-') ? -1 : 1,
  }));
  return (one, other) => {
    for (const { key, direction } of criteria) {
      const order = compareValues(key(one), key(other));
      if (order !== 0) return order * direction;
    }
    return 0;
  };
}

/** As PostgreSQL compares: what is null comes last, hence first in descending order. */
function compareValues(one: SortValue, other: SortValue): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return collator.compare(String(one), String(other));
}

const collator = new Intl.Collator('en');
