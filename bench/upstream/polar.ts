import { everybody, keyOf } from '../people.ts';
import { customerOf, grantsOf, metersOf, subscriptionsOf, walletsOf } from './polar-rows.ts';
import { pageOf, type Stub } from './stub.ts';

type RowsByCustomer = ReadonlyMap<string, readonly string[]>;

/** Polar, as far as the customer side of it is read. */
export function createPolarStub(): Stub {
  const customers = ofEverybody((number) => [customerOf(number)]);
  const lists: Readonly<Record<string, RowsByCustomer>> = {
    '/v1/customers/': customers,
    '/v1/customer-meters/': ofEverybody(metersOf),
    '/v1/benefit-grants/': ofEverybody(grantsOf),
    '/v1/subscriptions/': ofEverybody(subscriptionsOf),
    '/v1/wallets/': ofEverybody(walletsOf),
  };
  return ({ path, query }) => {
    const list = lists[path];
    if (list === undefined) return customers.get(path.replace('/v1/customers/', ''))?.[0] ?? null;
    const owners = query.getAll('customer_id');
    const rows = (
      owners.length === 0 ? [...list.values()] : owners.map((owner) => list.get(owner) ?? [])
    ).flat();
    const size = Number(query.get('limit') ?? 10);
    const items = pageOf(rows, Number(query.get('page') ?? 1), size).join(',');
    const pagination = { total_count: rows.length, max_page: Math.ceil(rows.length / size) };
    return `{"items":[${items}],"pagination":${JSON.stringify(pagination)}}`;
  };
}

function ofEverybody(rowsOf: (number: number) => readonly unknown[]): RowsByCustomer {
  return new Map(
    everybody.map((number) => [keyOf.polar(number), rowsOf(number).map((row) => JSON.stringify(row))]),
  );
}
