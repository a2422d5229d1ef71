import { everybody, externalIdOf } from '../people.ts';
import {
  appliedCouponOf,
  currentUsage,
  customerOf,
  entitlements,
  subscriptionIdOf,
  subscriptionOf,
  walletOf,
} from './lago-rows.ts';
import { pageOf, type Stub, type StubRequest } from './stub.ts';

/** A list that is kept for one customer and for the whole organization. */
interface List {
  readonly rows: readonly string[];
  readonly byCustomer: ReadonlyMap<string, string>;
}

/** Lago, as far as the customer side of it is read: every customer has one row in each list. */
export function createLagoStub(): Stub {
  const customers = listOf(customerOf);
  const lists: Readonly<Record<string, List>> = {
    customers,
    subscriptions: listOf(subscriptionOf),
    wallets: listOf(walletOf),
    applied_coupons: listOf(appliedCouponOf),
  };
  const ofEverybody = createPages(lists);
  const usage = JSON.stringify(currentUsage);
  const granted = JSON.stringify(entitlements);
  const subscriptions = new Set(everybody.map(subscriptionIdOf));

  return (request) => {
    const [collection = '', key, detail] = request.path.slice(1).split('/');
    if (key === undefined) return ofEverybody(collection, request);
    if (collection === 'subscriptions') return subscriptions.has(key) ? granted : null;
    const customer = customers.byCustomer.get(key);
    if (customer === undefined) return null;
    if (detail === undefined) return `{"customer":${customer}}`;
    if (detail === 'current_usage') return usage;
    const row = lists[detail]?.byCustomer.get(key);
    return row === undefined ? null : envelope(detail, [row], { page: 1, pages: 1, total: 1 });
  };
}

function listOf(rowOf: (number: number) => unknown): List {
  const entries = everybody.map((number) => [externalIdOf(number), JSON.stringify(rowOf(number))] as const);
  return { rows: entries.map(([, row]) => row), byCustomer: new Map(entries) };
}

/** Pages of whole lists, each put together once. */
function createPages(lists: Readonly<Record<string, List>>) {
  const known = new Map<string, string>();
  return (collection: string, { query }: StubRequest): string | null => {
    const rows = lists[collection]?.rows;
    if (rows === undefined) return null;
    const page = Number(query.get('page') ?? 1);
    const size = Number(query.get('per_page') ?? 100);
    const name = `${collection} ${page} ${size}`;
    const answer =
      known.get(name) ??
      envelope(collection, pageOf(rows, page, size), {
        page,
        pages: Math.ceil(rows.length / size),
        total: rows.length,
      });
    known.set(name, answer);
    return answer;
  };
}

interface Place {
  readonly page: number;
  readonly pages: number;
  readonly total: number;
}

function envelope(collection: string, rows: readonly string[], { page, pages, total }: Place): string {
  const meta = {
    current_page: page,
    next_page: page < pages ? page + 1 : null,
    prev_page: page > 1 ? page - 1 : null,
    total_pages: pages,
    total_count: total,
  };
  return `{"${collection}":[${rows.join(',')}],"meta":${JSON.stringify(meta)}}`;
}
