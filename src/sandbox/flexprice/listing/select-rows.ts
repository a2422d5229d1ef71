import { databaseError, invalid, panic, type Refusal } from '../refusal.ts';
import type { Fields } from '../request/fields.ts';
import type { BaseColumns } from '../rows/base-columns.ts';
import { parseTimestamp } from '../timestamp.ts';
import { type ColumnValue, refuseIncompleteCondition, toCondition } from './condition.ts';
import type { ListRequest } from './list-request.ts';

/** A table as the list routes see it. */
export interface ListedTable<Row extends BaseColumns> {
  readonly rows: Iterable<Row>;
  /** The columns that a filter or a sort may name. */
  readonly columns: readonly string[];
  /** Whether the route looks at the conditions first, or crashes on one without a value. */
  readonly checksConditions: boolean;
  /** Heads or tails for an error that is marked twice. */
  readonly tossCoin: () => boolean;
}

/** The rows that the request's status and filters leave, sorted: what `sort` says first, then the creation time. */
export function selectRows<Row extends BaseColumns>(
  table: ListedTable<Row>,
  request: ListRequest,
): readonly Row[] {
  const conditions = request.filters.map((filter) => readFilter(table, filter));
  const comparisons = request.sort.map((sort) => readSort(table, sort));
  const byCreation = (one: Row, other: Row) => Date.parse(one.created_at) - Date.parse(other.created_at);
  const direction = request.order === 'asc' ? 1 : -1;
  const ordered = [...table.rows].sort((one, other) => direction * byCreation(one, other));
  return ordered
    .filter((row) => row.status === request.status && conditions.every((condition) => condition(row)))
    .sort((one, other) => comparisons.reduce((sign, compare) => sign || compare(one, other), 0));
}

/** The page's rows, and what the list says of itself: the offset told is that of the next page. */
export function toPage<Row>(rows: readonly Row[], { limit, offset }: ListRequest): Page<Row> {
  return {
    items: rows.slice(offset, offset + limit),
    pagination: { total: rows.length, limit, offset: offset + limit },
  };
}

/** One page of a list. */
export interface Page<Row> {
  readonly items: readonly Row[];
  readonly pagination: { readonly total: number; readonly limit: number; readonly offset: number };
}

/** The condition that a list of keys stands for. An empty list is no condition at all. */
export function isAmong(keys: readonly string[] | null): (key: string) => boolean {
  return (key) => keys === null || keys.length === 0 || keys.includes(key);
}

function readFilter<Row extends BaseColumns>(table: ListedTable<Row>, filter: Fields): (row: Row) => boolean {
  if (table.checksConditions) refuseIncompleteCondition(filter);
  const value = filter.object('value');
  if (value === null) throw panic('a filter without a value');
  const field = knownColumn(table, filter);
  const condition = toCondition(filter.text('operator'), value);
  return (row) => condition === null || condition(columnOf(row, field));
}

function readSort<Row extends BaseColumns>(
  table: ListedTable<Row>,
  sort: Fields,
): (one: Row, other: Row) => number {
  const field = knownColumn(table, sort);
  const direction = sort.text('direction') === 'desc' ? -1 : 1;
  const sortedBy = (row: Row) => toSortable(columnOf(row, field));
  return (one, other) => direction * compareColumns(sortedBy(one), sortedBy(other));
}

/** Times are kept as texts of different lengths, which do not sort as the times do. */
function toSortable(value: ColumnValue): ColumnValue {
  return (typeof value === 'string' ? parseTimestamp(value)?.getTime() : null) ?? value;
}

function knownColumn<Row extends BaseColumns>(table: ListedTable<Row>, fields: Fields): string {
  const field = fields.text('field') ?? '';
  if (table.columns.includes(field)) return field;
  throw unknownColumn(field, table.tossCoin());
}

/** The provider marks this error twice and answers by whichever mark its random map order meets first. */
function unknownColumn(field: string, heads: boolean): Refusal {
  const message = `There is no field ${field}`;
  return heads ? invalid(message, { field }) : databaseError(message);
}

function columnOf(row: object, column: string): ColumnValue {
  const value: unknown = new Map<string, unknown>(Object.entries(row)).get(column) ?? null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === null ? null : JSON.stringify(value);
}

function compareColumns(one: ColumnValue, other: ColumnValue): number {
  if (one === other) return 0;
  // PostgreSQL sorts NULL as if it were larger than everything else.
  if (one === null || other === null) return one === null ? 1 : -1;
  return one < other ? -1 : 1;
}
