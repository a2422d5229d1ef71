import { GraphQLError } from 'graphql';
import { z } from 'zod';
import type { BillingProvider } from '../../billing/provider.ts';
import { ProviderError } from '../../billing/provider-error.ts';
import { customerAccessOf } from '../caller.ts';
import { type CustomersPage, toCustomersPage } from '../customers-page.ts';
import { decodeKey } from '../decode-key.ts';
import { readsBelow } from './customer-reads.ts';
import { costOfDearestSplit } from './dearest-split.ts';
import { addUp, free, type Price, type PricingContext, priceAt } from './price.ts';
import { callsForAlike, createRound } from './round.ts';
import type { SelectedField } from './selected-field.ts';

/** A customer that a field looks for at one account. */
interface Sought {
  readonly provider: BillingProvider;
  readonly customer: string;
  readonly by: 'key' | 'externalId';
}

/**
 * What the root fields of a query cost. Customers that are looked for in the same way are found together, and what is
 * then read of them is read together; each page of `customers` comes in its own time.
 */
export function priceQuery(fields: readonly SelectedField[], context: PricingContext): Price {
  return addUp([
    priceLookups(fields, 'key', context),
    priceLookups(fields, 'externalId', context),
    ...fields.filter(({ name }) => name === 'customers').map((field) => pricePage(field, context)),
  ]);
}

function priceLookups(fields: readonly SelectedField[], by: Sought['by'], context: PricingContext): Price {
  const round = createRound();
  for (const field of fields) {
    const sought = withinAccess(soughtBy(field, context), context).filter((each) => each.by === by);
    const reads = { before: [], find: [{ kind: 'customers', by } as const], ...readsBelow(field) };
    for (const [provider, customers] of groupByProvider(sought)) round.ask(provider, customers, reads);
  }
  return round.price();
}

function groupByProvider(sought: readonly Sought[]): ReadonlyMap<BillingProvider, readonly string[]> {
  const groups = new Map<BillingProvider, string[]>();
  for (const { provider, customer } of sought) {
    const group = groups.get(provider);
    if (group === undefined) groups.set(provider, [customer]);
    else group.push(customer);
  }
  return groups;
}

/** What is really looked for: a caller with access to its own customers is answered from those, whatever the key. */
function withinAccess(sought: readonly Sought[], { caller }: PricingContext): readonly Sought[] {
  const access = customerAccessOf(caller);
  switch (access.to) {
    case 'all':
      return sought;
    case 'own':
      return sought
        .filter(({ by, customer }) => by === 'key' || customer === access.externalId)
        .map(({ provider }) => ({ provider, customer: access.externalId, by: 'externalId' }));
    case 'none':
      return [];
  }
}

const idArguments = z.object({ id: z.string() });
const idsArguments = z.object({ ids: z.array(z.string()) });
const accountArguments = z.object({ externalId: z.string() });
const accountsArguments = z.object({ externalIds: z.array(z.string()) });
const externalKeyArguments = accountArguments.extend({ provider: z.string() });

function soughtBy(field: SelectedField, { providers, caller }: PricingContext): readonly Sought[] {
  const byId = (id: string): readonly Sought[] => {
    const found = decodeKey({ type: 'Customer', id }, providers);
    return found === null ? [] : [{ provider: found.provider, customer: found.key, by: 'key' }];
  };
  const everywhere = (customer: string): readonly Sought[] =>
    Array.from(providers.values(), (provider) => ({ provider, customer, by: 'externalId' }) as const);

  switch (field.name) {
    case 'customer':
    case 'node':
      return byId(idArguments.parse(field.arguments).id);
    case 'nodes':
      return idsArguments.parse(field.arguments).ids.flatMap(byId);
    case 'account':
      return everywhere(accountArguments.parse(field.arguments).externalId);
    case 'accounts':
      return accountsArguments.parse(field.arguments).externalIds.flatMap(everywhere);
    case 'viewer':
      return caller.externalId === null ? [] : everywhere(caller.externalId);
    case 'customerByExternalId': {
      const { provider: name, externalId } = externalKeyArguments.parse(field.arguments);
      const provider = providers.get(name);
      return provider === undefined ? [] : [{ provider, customer: externalId, by: 'externalId' }];
    }
    default:
      return [];
  }
}

const pageArguments = z.object({
  provider: z.string().nullish(),
  filter: z
    .object({
      search: z.string().nullish(),
      email: z.string().nullish(),
      externalIds: z.array(z.string()).nullish(),
      metadata: z.array(z.object({ key: z.string(), value: z.string() })).nullish(),
    })
    .nullish(),
  orderBy: z
    .object({ field: z.enum(['CREATED_AT', 'NAME', 'EMAIL']), direction: z.enum(['ASC', 'DESC']) })
    .nullish(),
  first: z.int().nullish(),
  after: z.string().nullish(),
});

function pricePage(field: SelectedField, { providers, caller }: PricingContext): Price {
  const page = pageOf(field, providers);
  if (page === null) return free;
  const access = customerAccessOf(caller);
  switch (access.to) {
    case 'all':
      return priceRows(field, page);
    case 'own':
      return priceOwnRows(field, page, access.externalId);
    case 'none':
      return free;
  }
}

/**
 * It is not known of which account the customers of a page are: all of them may be of any one. With an external id there
 * may be one at each.
 */
function priceRows(field: SelectedField, { accounts, query, first, after }: CustomersPage): Price {
  const mostOfEach = Math.min(first, query.filter.externalIds?.length ?? first);
  if (mostOfEach === 0) return free;
  // A page brings the customers' records along.
  const reads = { before: [{ kind: 'customers', by: 'key' } as const], find: [], ...readsBelow(field) };
  const costs = accounts.map((provider) => {
    const page = provider.costs.page({ query, first, continued: after !== null });
    return (rows: number) => page + callsForAlike(provider, Math.min(rows, mostOfEach), reads);
  });
  return {
    byAccount: new Map(accounts.map(({ name }, index) => [name, costs[index]?.(mostOfEach) ?? 0])),
    total: costOfDearestSplit(costs, Math.min(first, mostOfEach * accounts.length)),
  };
}

/** A caller's own customers are looked up, and not listed. */
function priceOwnRows(field: SelectedField, { accounts, query }: CustomersPage, own: string): Price {
  if (query.filter.externalIds?.includes(own) === false) return free;
  const find = [{ kind: 'customers', by: 'externalId' } as const];
  const reads = { before: [], find, ...readsBelow(field) };
  return addUp(accounts.map((provider) => priceAt(provider.name, callsForAlike(provider, 1, reads))));
}

/** null where the arguments are not in order: execution will say so, before any call. */
function pageOf(field: SelectedField, providers: PricingContext['providers']): CustomersPage | null {
  try {
    return toCustomersPage(pageArguments.parse(field.arguments), providers);
  } catch (error) {
    if (error instanceof GraphQLError || error instanceof ProviderError) return null;
    throw error;
  }
}
