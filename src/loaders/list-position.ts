import { hash } from 'node:crypto';
import type { Customer } from '../billing/customer.ts';
import type { CustomerOrder } from '../billing/customer-list.ts';

/** A place in a sorted list, with what it takes to find it again after rows have come or gone before it. */
export interface ListPosition {
  /** Rows before it. */
  readonly offset: number;
  /** What the rows right before it are known by, the nearest first: two, where there were as many. */
  readonly marks: readonly string[];
  /** When the row right before it was created, in milliseconds since 1970. */
  readonly createdAt: number;
  /** How long the whole list was. */
  readonly total: number;
}

/** A stretch of a list as it was read. */
export interface Stretch {
  /** Rows before it. */
  readonly offset: number;
  readonly customers: readonly Customer[];
  /** How long the whole list was. */
  readonly total: number;
  /** How the list is sorted. */
  readonly order: CustomerOrder;
}

/** Before the first row. */
export const startOfList: ListPosition = { offset: 0, marks: [], createdAt: 0, total: 0 };

/** Two, so that the place is known exactly even where the row right before it is deleted. */
const mostMarks = 2;

/** The position after so many rows of a stretch that begins at the position. */
export function advance(position: ListPosition, stretch: Stretch, taken: number): ListPosition {
  const { offset, customers, total, order } = stretch;
  const rows = customers.slice(0, taken);
  const nearest = rows.slice(-mostMarks).map((row) => markOf(row, order));
  return {
    offset: offset + rows.length,
    marks: [...nearest.reverse(), ...position.marks].slice(0, mostMarks),
    createdAt: rows.at(-1)?.createdAt.getTime() ?? position.createdAt,
    total,
  };
}

/** Whether the list has rows after the stretch. One that gives no rows has none, whatever it says. */
export function hasRowsAfter({ offset, customers, total }: Stretch): boolean {
  return customers.length > 0 && offset + customers.length < total;
}

/** The offset right behind the nearest row that the position is known by, or null where the stretch does not tell. */
export function findPosition(position: ListPosition, stretch: Stretch): number | null {
  const [nearest, farther] = position.marks.map((mark) => indexOf(mark, stretch));
  if (nearest !== undefined && nearest >= 0) return stretch.offset + nearest + 1;
  if (farther === undefined || farther < 0) return null;
  const rest = stretch.customers.slice(farther + 1);
  const index = rest.findIndex((customer) => !isBefore(customer, position, stretch.order));
  // Where nothing follows, the nearest row may be the next one.
  if (index === -1 && hasRowsAfter(stretch)) return null;
  return stretch.offset + farther + 1 + (index === -1 ? rest.length : index);
}

/** Whether the time of its creation alone puts the customer before the position. */
export function isBefore(
  { createdAt }: Customer,
  position: ListPosition,
  { field, direction }: CustomerOrder,
): boolean {
  const later = createdAt.getTime() - position.createdAt;
  return field === 'CREATED_AT' && (direction === 'ASC' ? later < 0 : later > 0);
}

function indexOf(mark: string, { customers, order }: Stretch): number {
  return customers.findIndex((customer) => markOf(customer, order) === mark);
}

/**
 * A digest, since keys can be long and can be e-mail addresses. What the list is sorted by is part of it: a row that was
 * renamed is not where it was.
 */
function markOf(customer: Customer, { field }: CustomerOrder): string {
  const text = JSON.stringify([customer.key, sortedBy(customer, field)]);
  return hash('sha256', text, 'base64url').slice(0, 16);
}

function sortedBy(
  { createdAt, name, email }: Customer,
  field: CustomerOrder['field'],
): number | string | null {
  switch (field) {
    case 'CREATED_AT':
      return createdAt.getTime();
    case 'NAME':
      return name;
    case 'EMAIL':
      return email;
  }
}
