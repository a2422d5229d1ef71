import { everybody, flexpriceIdOf } from '../people.ts';
import {
  associationOf,
  creditGrants,
  customerOf,
  grantedFeaturesOf,
  liveWalletOf,
  subscriptionOf,
  upcomingGrantOf,
  usageOf,
  walletOf,
} from './flexprice-rows.ts';
import { rowsOf, type Stub } from './stub.ts';

interface Search {
  readonly customer_ids?: readonly string[];
  readonly external_ids?: readonly string[];
  readonly expand?: string;
  readonly limit: number;
  readonly offset: number;
}

type ById = ReadonlyMap<string, string>;

/** Flexprice, as far as the customer side of it is read: every customer has one live subscription. */
export function createFlexpriceStub(): Stub {
  const customers = by(({ id }: { readonly id: string }) => id, customerOf);
  const customersByExternalId = by(({ external_id }) => external_id, customerOf);
  const ofCustomer = (kind: string, answer: (number: number) => unknown): ById =>
    new Map(everybody.map((number) => [flexpriceIdOf(kind, number), JSON.stringify(answer(number))]));
  const subscriptions = ofCustomer('cust', subscriptionOf);
  const expanded = ofCustomer('cust', (number) => ({
    ...subscriptionOf(number),
    entitlements: grantedFeaturesOf(number),
  }));
  const associations = ofCustomer('subs', associationOf);
  const definitions: ById = new Map(creditGrants.map((grant) => [grant.id, JSON.stringify(grant)]));
  const usage = ofCustomer('cust', usageOf);
  const liveWallets = ofCustomer('cust', (number) => [liveWalletOf(number)]);
  const routesOfCustomer: Readonly<Record<string, ById>> = {
    '': customers,
    '/wallets': ofCustomer('cust', (number) => [walletOf(number)]),
    '/grants/upcoming': ofCustomer('cust', (number) => ({
      items: [upcomingGrantOf(number)],
      pagination: { total: 1, limit: 0, offset: 0 },
    })),
    '/entitlements': ofCustomer('cust', (number) => ({
      customer_id: flexpriceIdOf('cust', number),
      subscriptions: [subscriptionOf(number)],
      features: grantedFeaturesOf(number),
    })),
  };
  const everyCustomer = [...customers.values()];

  function searchCustomers({ customer_ids, external_ids, limit, offset }: Search): string {
    if (customer_ids !== undefined) return list(rowsOf(customers, customer_ids), limit, offset);
    if (external_ids !== undefined) return list(rowsOf(customersByExternalId, external_ids), limit, offset);
    return list(everyCustomer, limit, offset);
  }

  function searchSubscriptions({ customer_ids = [], expand, limit, offset }: Search): string {
    return list(rowsOf(expand === 'entitlements' ? expanded : subscriptions, customer_ids), limit, offset);
  }

  return ({ method, path, query, body }) => {
    if (method === 'POST') {
      const search: Search = JSON.parse(body);
      if (path === '/customers/search') return searchCustomers(search);
      return path === '/subscriptions/search' ? searchSubscriptions(search) : null;
    }
    switch (path) {
      case '/customers/usage':
        return usage.get(query.get('customer_id') ?? '') ?? null;
      case '/customers/wallets':
        return liveWallets.get(query.get('id') ?? '') ?? null;
      case '/creditgrants':
        return list(rowsOf(definitions, query.getAll('credit_grant_ids')), 1000, 0);
      case '/coupons/associations':
        return list(rowsOf(associations, query.getAll('subscription_ids')), 1000, 0);
    }
    const [, customer = '', rest = ''] = /^\/customers\/([^/]+)(.*)$/.exec(path) ?? [];
    return routesOfCustomer[rest]?.get(customer) ?? null;
  };
}

function by<Row>(keyOf: (row: Row) => string, rowOf: (number: number) => Row): ById {
  return new Map(everybody.map(rowOf).map((row) => [keyOf(row), JSON.stringify(row)]));
}

/** The envelope of lists; the offset that it tells is the next one, as Flexprice's is. */
function list(rows: readonly string[], limit: number, offset: number): string {
  const items = rows.slice(offset, offset + limit).join(',');
  return `{"items":[${items}],"pagination":{"total":${rows.length},"limit":${limit},"offset":${offset + limit}}}`;
}
