import type { Customer } from '../../src/billing/customer.ts';
import {
  compareCustomers,
  type CustomerList,
  type CustomerOrder,
  type ListRange,
  newestFirst,
} from '../../src/billing/customer-list.ts';

/** A list whose rows come and go between its windows. */
export interface ShiftingList extends CustomerList {
  /** What was asked for, in this order. */
  readonly windows: readonly ListRange[];
  /** The rows as they are now, in order. */
  rows(): readonly Customer[];
  add(...customers: readonly Customer[]): void;
  delete(...keys: readonly string[]): void;
}

/** A list over these customers; what the order does not tell apart comes by key. */
export function createShiftingList(
  customers: readonly Customer[],
  order: CustomerOrder = newestFirst,
): ShiftingList {
  const windows: ListRange[] = [];
  const compare = compareCustomers(order);
  const sort = (unsorted: readonly Customer[]) =>
    unsorted.toSorted((a, b) => compare(a, b) || (a.key < b.key ? -1 : 1));
  let sorted = sort(customers);
  return {
    windows,
    rows: () => sorted,
    add(...added) {
      sorted = sort([...sorted, ...added]);
    },
    delete(...keys) {
      sorted = sorted.filter(({ key }) => !keys.includes(key));
    },
    async window(range) {
      windows.push(range);
      const { offset, limit } = range;
      return { customers: sorted.slice(offset, offset + limit), total: sorted.length };
    },
  };
}
