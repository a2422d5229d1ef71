import type { Call } from '../billing/call.ts';
import type { CustomerList, CustomerOrder, ListRange } from '../billing/customer-list.ts';
import { ProviderError } from '../billing/provider-error.ts';
import {
  findGap,
  findMarks,
  findNearest,
  isPassed,
  type ListPosition,
  type Stretch,
} from './list-position.ts';

/** What is to be read of a list. */
export interface ReadOnRequest {
  /** The configured name of the account whose list it is. */
  readonly account: string;
  readonly list: CustomerList;
  /** How the list is sorted. */
  readonly order: CustomerOrder;
  /** After which row. */
  readonly position: ListPosition;
  /** How many rows, at most. */
  readonly limit: number;
}

/** Finds a position in a stretch. */
type Find = (position: ListPosition, stretch: Stretch) => number | null;

/** A list that changes faster than it is read is not read for ever. */
const mostTries = 5;

/** So many more rows are read where a list is seen to move. */
const slack = 50;

/**
 * The rows after a position. Providers cut their lists by offset, so rows that are added or deleted before the position
 * push it along. It is found again by the row right before it, which comes in the same call as long as nothing has moved;
 * what is given is always cut from the very answer in which the position was found, because the next answer may have
 * moved again. Rows are neither left out nor repeated, unless all rows that the position is known by are gone: then, in
 * a list sorted by time, some that were created at the very same time may come again, and in any other the position is
 * only as good as the list's length tells.
 */
export async function readOn(request: ReadOnRequest, call: Call): Promise<Stretch> {
  const { position, limit } = request;
  if (position.offset === 0) return read(request, { offset: 0, limit }, call);
  let find: Find = findNearest;
  let stretch = await read(request, { offset: position.offset - 1, limit: limit + 1 }, call);
  let known: Stretch | null = null;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const place = find(position, stretch);
    if (place === null) {
      stretch = await search(request, stretch.total, call);
      find = findMarksOrGap;
    } else {
      const rest = cut(stretch, { offset: place, limit });
      if (isComplete(rest, limit)) return rest;
      known = rest;
      const range = { offset: Math.max(0, place - 1), limit: limit + 1 + slack };
      stretch = await read(request, range, call);
    }
  }
  if (known !== null && known.customers.length > 0) return known;
  const provider = request.account;
  throw known === null
    ? new ProviderError({ provider, failure: 'unavailable', detail: 'the list changed while it was read' })
    : new ProviderError({ provider, failure: 'bad-response', detail: 'fewer rows than the total' });
}

async function read({ account, list, order }: ReadOnRequest, range: ListRange, call: Call): Promise<Stretch> {
  const { customers, total } = await list.window(range, call);
  if (customers.length > 0 && range.offset + customers.length > total) {
    const detail = 'more rows than the total';
    throw new ProviderError({ provider: account, failure: 'bad-response', detail });
  }
  return { offset: range.offset, customers, total, order };
}

const findMarksOrGap: Find = (position, stretch) =>
  findMarks(position, stretch) ?? findGap(position, stretch);

function cut(stretch: Stretch, { offset, limit }: ListRange): Stretch {
  const start = offset - stretch.offset;
  return { ...stretch, offset, customers: stretch.customers.slice(start, start + limit) };
}

function isComplete({ offset, customers, total }: Stretch, limit: number): boolean {
  return customers.length === limit || offset + customers.length >= total;
}

const reach = 50;
const longReach = 100;
const mostChange = 800;

/**
 * A stretch in which the position has been seen: first where it is when all that has changed was before it, then around
 * there and where it was, and then by time. Where the list moves meanwhile, it is the best guess.
 */
async function search(request: ReadOnRequest, total: number, call: Call): Promise<Stretch> {
  const { position, order, limit } = request;
  const change = total - position.total;
  const before = Math.min(position.offset, total);
  const after = Math.min(Math.max(0, position.offset + change), total);
  const likely = await readAround(request, { from: after, to: after, reach }, call);
  if (findMarks(position, likely) !== null) return likely;
  if (Math.abs(change) <= mostChange) {
    const [from, to] = [Math.min(before, after), Math.max(before, after)];
    const around = await readAround(request, { from, to, reach: longReach }, call);
    if (findMarks(position, around) !== null) return around;
  }
  if (order.field === 'CREATED_AT') return halve(request, total, call);
  const lost = Math.max(0, -change);
  const place = Math.min(Math.max(0, position.offset - lost), total);
  return read(request, { offset: Math.max(0, place - 1), limit: limit + 1 }, call);
}

interface Surroundings {
  readonly from: number;
  readonly to: number;
  /** Rows on both sides. */
  readonly reach: number;
}

function readAround(request: ReadOnRequest, surroundings: Surroundings, call: Call): Promise<Stretch> {
  const offset = Math.max(0, surroundings.from - surroundings.reach);
  return read(request, { offset, limit: surroundings.to + surroundings.reach - offset }, call);
}

/** Halves a list that is sorted by time until it comes upon the position. */
async function halve(request: ReadOnRequest, total: number, call: Call): Promise<Stretch> {
  const { position, limit } = request;
  let low = 0;
  let high = total;
  while (low < high) {
    const offset = Math.max(low, Math.floor((low + high) / 2) - reach);
    const probe = await read(request, { offset, limit: 2 * reach }, call);
    if (findMarksOrGap(position, probe) !== null) return probe;
    // Without rows the list has become shorter meanwhile.
    if (!isPassed(position, probe, 0)) high = offset;
    else low = offset + probe.customers.length;
  }
  return read(request, { offset: Math.max(0, low - 1), limit: limit + 1 }, call);
}
