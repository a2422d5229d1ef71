import type { Customer } from '../billing/customer.ts';
import { type ListPosition, startOfList } from '../loaders/list-position.ts';
import type { CustomerPage } from '../loaders/load-customer-page.ts';
import { badUserInput } from './bad-user-input.ts';
import type { Context } from './context.ts';
import { type CursorScope, decodeCursor, encodeCursor } from './customer-cursor.ts';
import { type CustomersArguments, toCustomersPage } from './customers-page.ts';
import type { Path } from './stale-fields.ts';

/** A page of customers, as Relay has it. */
export interface CustomerConnection {
  readonly page: CustomerPage;
  /** Edge by edge, the cursors made when asked for. */
  readonly edges: readonly CustomerEdge[];
  readonly hasPreviousPage: boolean;
}

/** A customer in its page. */
export interface CustomerEdge {
  readonly node: Customer;
  cursor(): string;
}

/** The page that the arguments ask for, for the field at the path, or the error that names the argument that is wrong, before any call. */
export async function loadCustomerConnection(
  args: CustomersArguments,
  { providers, customers, loaders, stale }: Context,
  path: Path,
): Promise<CustomerConnection> {
  const tell = stale.at(path);
  const { accounts, first, after, ...asked } = toCustomersPage(args, providers);
  const query = customers.narrow(asked.query);
  const matchesNobody = query.filter.externalIds?.length === 0;
  const lists = matchesNobody
    ? []
    : accounts.flatMap((account) =>
        customers.listsOf(account, query, tell).map((list) => ({ account: account.name, ...list })),
      );
  const scope = { provider: args.provider ?? null, query, accounts: lists.map(({ account }) => account) };
  const positions = after === null ? [] : readCursor(scope, after);
  const reading = await loaders.customerPage({
    lists: lists.map((list, index) => ({ ...list, position: positions[index] ?? startOfList })),
    order: query.order,
    first,
  });
  const page = reading.take(tell);
  return {
    page,
    edges: page.rows.map((row) => ({
      node: row.customer,
      cursor: () => encodeCursor(scope, row.positions()),
    })),
    hasPreviousPage: after !== null,
  };
}

function readCursor(scope: CursorScope, cursor: string): readonly ListPosition[] {
  const positions = decodeCursor(scope, cursor);
  if (positions === null)
    throw badUserInput('after', 'is no cursor of this provider, filter and order; start without it');
  return positions;
}
