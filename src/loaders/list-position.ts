import { hash } from 'node:crypto';
import type { Customer } from '../billing/customer.ts';
import type { CustomerOrder } from '../billing/customer-list.ts';

/** A place in a sorted list, with what it takes to find it again after rows have come or gone before it. */
export interface ListPosition {
  /** Rows before it. */
  readonly offset: number;
  /** What the rows right before it are known by, the nearest first: six, where there were as many. */
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

/** Some, so that the place is known exactly even where the rows right before it are deleted. */
const mostMarks = 6;

/** 66 bits: no two rows of a list have the same. */
const markLength = 11;

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

/** The offset right behind the row before the position, or null where the stretch does not have that row. */
export function findNearest({ marks: [nearest] }: ListPosition, stretch: Stretch): number | null {
  const index = nearest === undefined ? -1 : indexOf(nearest, stretch);
  return index === -1 ? null : stretch.offset + index + 1;
}

/** The offset right behind the nearest row that the position is known by, or null where the stretch does not tell. */
export function findMarks(position: ListPosition, stretch: Stretch): number | null {
  const nearest = findNearest(position, stretch);
  if (nearest !== null) return nearest;
  const known = position.marks.map((mark) => indexOf(mark, stretch)).find((index) => index !== -1);
  if (known === undefined) return null;
  const rest = stretch.customers.slice(known + 1);
  const index = rest.findIndex((customer) => !isBefore(customer, position, stretch.order));
  // Where nothing follows, a nearer row may be the next one.
  if (index === -1 && hasRowsAfter(stretch)) return null;
  return stretch.offset + known + 1 + (index === -1 ? rest.length : index);
}

/**
 * Where the rows that the position is known by are gone: the offset where the stretch goes over from what is sorted
 * before it to the rest, or null where the stretch does not tell. In a list sorted by time it may be too low, never too
 * high. Otherwise only the list's length tells, which does not show what came after the position while as much went.
 */
export function findGap(position: ListPosition, stretch: Stretch): number | null {
  return stretch.order.field === 'CREATED_AT' ? gapInTime(position, stretch) : gapByLength(position, stretch);
}

function gapInTime(position: ListPosition, stretch: Stretch): number | null {
  const { offset, customers } = stretch;
  const index = customers.findIndex((_customer, row) => !isPassed(position, stretch, row));
  if (index > 0) return offset + index;
  // What is before a stretch cannot be seen in it, but for the start of the list.
  if (index === 0 || customers.length === 0) return offset === 0 ? 0 : null;
  return hasRowsAfter(stretch) ? null : offset + customers.length;
}

/** Whether that row of the stretch is sorted before the position, as far as times tell. */
export function isPassed(
  position: ListPosition,
  { offset, customers, total, order }: Stretch,
  row: number,
): boolean {
  const customer = customers[row];
  if (customer === undefined) return false;
  if (isBefore(customer, position, order)) return true;
  // Newest first, whoever is new has come before the position, so that it has not moved up by more than the list has lost.
  const lowest = order.direction === 'DESC' ? position.offset + total - position.total : 0;
  return customer.createdAt.getTime() === position.createdAt && offset + row < lowest;
}

/** All rows that the list has lost may have been before the position. */
function gapByLength(position: ListPosition, { offset, customers, total }: Stretch): number | null {
  const lost = Math.max(0, position.total - total);
  const place = Math.min(Math.max(0, position.offset - lost), total);
  return place >= offset && place <= offset + customers.length ? place : null;
}

/** Whether the time of its creation alone puts the customer before the position. */
function isBefore(
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
  return hash('sha256', text, 'base64url').slice(0, markLength);
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
