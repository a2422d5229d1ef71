import type { Call } from '../billing/call.ts';
import type { Customer } from '../billing/customer.ts';
import { type CustomerList, type CustomerQuery, matchesFilter } from '../billing/customer-list.ts';
import type { CustomerReference } from '../billing/customer-write.ts';
import type { BillingProvider } from '../billing/provider.ts';
import { ProviderError } from '../billing/provider-error.ts';
import { notThere } from '../billing/write-refusal.ts';
import type { Loaders } from '../loaders/create-loaders.ts';
import type { ProviderKey } from '../loaders/provider-loader.ts';
import { createReading, type Reading, type TellStale } from '../loaders/reading.ts';
import { type Caller, customerAccessOf } from './caller.ts';
import { forbidden } from './forbidden.ts';

/**
 * The customers that a caller may see. Anybody else is to that caller as if there were no such customer: null, after the
 * same calls. Rejects with FORBIDDEN where the caller may see none at all.
 */
export interface VisibleCustomers {
  byKey(key: ProviderKey): Promise<Reading<Customer | null>>;
  byExternalId(key: ProviderKey): Promise<Reading<Customer | null>>;
  /** Whether the caller may see the customer with this key whoever that turns out to be: known without asking. */
  maySee(key: ProviderKey): boolean;
  /** The query, narrowed to those whom the caller may see; a cursor of it is of no use to anybody else. */
  narrow(query: CustomerQuery): CustomerQuery;
  /** The account's lists for a narrowed query. What is stale about one where it is read is told. */
  listsOf(provider: BillingProvider, query: CustomerQuery, tell: TellStale): readonly NamedList[];
}

interface NamedList {
  /** What tells it from all other lists of the account; null where what is read of it is remembered as a customer. */
  readonly name: string | null;
  readonly list: CustomerList;
}

/** The customers that the caller has access to. */
export function createVisibleCustomers(caller: Caller, loaders: Loaders): VisibleCustomers {
  const access = customerAccessOf(caller);
  switch (access.to) {
    case 'all':
      return createAllCustomers(loaders);
    case 'own':
      return createOwnCustomers(access.externalId, loaders);
    case 'none':
      return nobody;
  }
}

function createAllCustomers(loaders: Loaders): VisibleCustomers {
  return {
    byKey: (key) => loaders.customer().load(key),
    byExternalId: (key) => loaders.customerByExternalId().load(key),
    maySee: () => true,
    narrow: (query) => query,
    listsOf: ({ customerLists }, query) =>
      customerLists.listsOf(query).map((list, index) => ({ name: JSON.stringify([query, index]), list })),
  };
}

/**
 * The customers with one external id. Whatever is asked for, only they are ever read: a key is compared with theirs, so
 * that neither the answer nor its time tells whether somebody else has it.
 */
function createOwnCustomers(externalId: string, loaders: Loaders): VisibleCustomers {
  async function ownAt(provider: BillingProvider): Promise<Reading<Customer | null>> {
    const reading = await loaders.customerByExternalId().load({ provider, key: externalId });
    return reading.map((customer) => onlyOwn(externalId, customer));
  }

  return {
    async byKey({ provider, key }) {
      const reading = await ownAt(provider);
      return reading.map((own) => (own?.key === key ? own : null));
    },
    byExternalId: async ({ provider, key }) =>
      key === externalId ? ownAt(provider) : createReading<null>(null),
    maySee: ({ provider, key }) => provider.customers.keyOf?.(externalId) === key,
    narrow: ({ filter, order }) => ({
      filter: {
        ...filter,
        externalIds: filter.externalIds?.includes(externalId) === false ? [] : [externalId],
      },
      order,
    }),
    listsOf: (provider, query, tell) => [
      { name: null, list: createListOfOne(query, async () => (await ownAt(provider)).take(tell)) },
    ],
  };
}

/** The customer again, unless the provider has given somebody else. */
function onlyOwn(externalId: string, customer: Customer | null): Customer | null {
  return customer?.externalId === externalId ? customer : null;
}

function createListOfOne({ filter }: CustomerQuery, read: () => Promise<Customer | null>): CustomerList {
  return {
    async window({ offset, limit }) {
      const customer = await read();
      const customers = customer !== null && matchesFilter(customer, filter) ? [customer] : [];
      return { customers: customers.slice(offset, offset + limit), total: customers.length };
    },
  };
}

const refuse = () => Promise.reject(forbidden('reading customers'));

const nobody: VisibleCustomers = {
  byKey: refuse,
  byExternalId: refuse,
  maySee: () => false,
  narrow: (query) => query,
  listsOf: () => [{ name: null, list: { window: refuse } }],
};

/** A customer at an account as a write was asked for it. */
interface OwnTarget {
  readonly provider: BillingProvider;
  readonly reference: CustomerReference;
}

/**
 * How a write that is open to customers themselves names the one with this external id. Throws the WriteRefusal of a
 * customer that does not exist where the reference means somebody else or nobody: a key costs one call either way, an
 * external id none.
 */
export async function requireOwn(
  externalId: string,
  { provider, reference }: OwnTarget,
  call: Call,
): Promise<CustomerReference> {
  if ('externalId' in reference) {
    if (reference.externalId !== externalId) throw notThere();
    return reference;
  }
  const own = await findOwn(externalId, provider, call);
  if (own?.key !== reference.key) throw notThere();
  // Both, so that the adapter need not look up the one that its route takes.
  return { externalId, key: own.key };
}

async function findOwn(externalId: string, provider: BillingProvider, call: Call): Promise<Customer | null> {
  const found = (await provider.customers.byExternalIds([externalId], call)).get(externalId) ?? null;
  if (found instanceof ProviderError) throw found;
  return onlyOwn(externalId, found);
}
