import type { Customer } from '../billing/customer.ts';
import { hasRowsAfter, type Stretch } from './list-position.ts';

/** A row of a merged list. */
export interface MergedRow {
  readonly customer: Customer;
  /** How many rows of each stretch are taken when this one is shown. */
  readonly taken: readonly number[];
}

interface MergeOptions {
  /** Rows, at most. */
  readonly first: number;
  readonly compare: (a: Customer, b: Customer) => number;
}

/** How far a list has been merged. */
interface Head {
  readonly customers: readonly Customer[];
  readonly goesOn: boolean;
  taken: number;
}

/**
 * The first rows of several sorted lists as one; null is a list that could not be read. No list's own order is changed.
 * What the order does not tell apart comes in the order of the lists, and within one account by key. A customer in several
 * lists of its account is shown once. The merged list ends where a list goes on that was not read any further.
 */
export function mergeLists(
  stretches: readonly (Stretch | null)[],
  { first, compare }: MergeOptions,
): readonly MergedRow[] {
  const heads = stretches.map(toHead);
  const shown = new Set<string>();
  const merged: MergedRow[] = [];
  while (merged.length < first && !heads.some(hasRunOut)) {
    const customer = heads
      .flatMap(({ customers, taken }) => customers[taken] ?? [])
      .reduce<Customer | null>((best, head) => earlier(best, head, compare), null);
    if (customer === null) break;
    shown.add(identify(customer));
    for (const head of heads) skip(head, shown);
    merged.push({ customer, taken: heads.map(({ taken }) => taken) });
  }
  return merged;
}

function toHead(stretch: Stretch | null): Head {
  if (stretch === null) return { customers: [], goesOn: false, taken: 0 };
  return { customers: stretch.customers, goesOn: hasRowsAfter(stretch), taken: 0 };
}

function hasRunOut({ customers, goesOn, taken }: Head): boolean {
  return goesOn && taken === customers.length;
}

/** The one that comes first, or the one already found where that cannot be told. */
function earlier(found: Customer | null, other: Customer, compare: MergeOptions['compare']): Customer {
  if (found === null) return other;
  const order = compare(other, found);
  const isEarlier = order < 0 || (order === 0 && other.provider === found.provider && other.key < found.key);
  return isEarlier ? other : found;
}

/** Moves on to the next row that was not shown yet. */
function skip(head: Head, shown: ReadonlySet<string>): void {
  for (;;) {
    const next = head.customers[head.taken];
    if (next === undefined || !shown.has(identify(next))) return;
    head.taken += 1;
  }
}

/** Names of accounts have no colon. */
function identify({ provider, key }: Customer): string {
  return `${provider}:${key}`;
}
