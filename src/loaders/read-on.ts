import type { Call } from '../billing/call.ts';
import type { CustomerList, CustomerOrder, ListRange } from '../billing/customer-list.ts';
import { findPosition, isBefore, type ListPosition, type Stretch } from './list-position.ts';

/** What is to be read of a list. */
export interface ReadOnRequest {
  readonly list: CustomerList;
  /** How the list is sorted. */
  readonly order: CustomerOrder;
  /** After which row. */
  readonly position: ListPosition;
  /** How many rows, at most. */
  readonly limit: number;
}

/** A position that has moved is looked for in so many rows on both sides, and in as many as the list has grown or shrunk. */
const reach = 100;
const mostChange = 800;

/**
 * The rows after a position. Providers cut their lists by offset, so rows that are added or deleted before the position
 * push it along. It is found again by the row right before it, which comes in the same call as long as nothing has moved.
 * Rows are neither left out nor repeated, unless both rows that it is known by are gone: then those created at the very
 * same time may come again.
 */
export async function readOn(request: ReadOnRequest, call: Call): Promise<Stretch> {
  const { position, limit } = request;
  if (position.offset === 0) return read(request, { offset: 0, limit }, call);
  const near = await read(request, { offset: position.offset - 1, limit: limit + 1 }, call);
  const found =
    findPosition({ ...position, marks: position.marks.slice(0, 1) }, near) ??
    (await search(request, near.total, call));
  return cut(near, { offset: found, limit }) ?? read(request, { offset: found, limit }, call);
}

async function read({ list, order }: ReadOnRequest, range: ListRange, call: Call): Promise<Stretch> {
  const { customers, total } = await list.window(range, call);
  return { offset: range.offset, customers, total, order };
}

/** The range of a stretch, or null where the list has more of the range than the stretch. */
function cut(stretch: Stretch, { offset, limit }: ListRange): Stretch | null {
  const start = offset - stretch.offset;
  const end = Math.min(start + limit, stretch.total - stretch.offset);
  if (start < 0 || end > stretch.customers.length) return null;
  return { ...stretch, offset, customers: stretch.customers.slice(start, start + limit) };
}

/** The offset of a position that has moved: first around where it was, then by time or else by the list's length. */
async function search(request: ReadOnRequest, total: number, call: Call): Promise<number> {
  const { order, position } = request;
  const change = Math.max(-mostChange, Math.min(total - position.total, mostChange));
  const offset = Math.max(0, position.offset + Math.min(change, 0) - reach);
  const end = position.offset + Math.max(change, 0) + reach;
  const around = await read(request, { offset, limit: end - offset }, call);
  const found = findPosition(position, around);
  if (found !== null) return found;
  if (order.field === 'CREATED_AT') return searchByTime(request, around, call);
  // All rows that the list has lost may have been before the position: it is better to repeat rows than to lose them.
  return Math.max(0, position.offset - Math.max(0, position.total - around.total));
}

/**
 * Halves the list until it comes upon the rows that the position is known by, or upon the first one that is not sorted
 * before the last of them.
 */
async function searchByTime(request: ReadOnRequest, around: Stretch, call: Call): Promise<number> {
  const { order, position } = request;
  let low = 0;
  let high = around.total;
  for (let probe = around; ; ) {
    const found = findPosition(position, probe);
    if (found !== null) return found;
    const count = probe.customers.length;
    const index = probe.customers.findIndex((customer) => !isBefore(customer, position, order));
    if (index > 0) return probe.offset + index;
    // Without rows the list has become shorter meanwhile.
    if (index === 0 || count === 0) high = Math.min(high, probe.offset);
    else low = Math.max(low, probe.offset + count);
    if (low >= high) return low;
    const offset = Math.max(low, Math.floor((low + high - reach) / 2));
    probe = await read(request, { offset, limit: reach }, call);
  }
}
