import { memoize2 } from '@graphql-tools/utils';
import { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { BillingProvider } from '../../billing/provider.ts';
import { ProviderError } from '../../billing/provider-error.ts';
import { customerAccessOf } from '../caller.ts';
import type { Providers } from '../context.ts';
import { type CustomersPage, toCustomersPage } from '../customers-page.ts';
import { costOfDearestSplit } from './dearest-split.ts';
import { addUp, free, type Price, type PricingContext, priceAt } from './price.ts';
import type { PricedField } from './priced-field.ts';
import { callsForAlike, type ReadsByStep } from './round.ts';

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

/** What a page of `customers` costs, with what is read of the customers on it. */
export function pricePage(field: PricedField, { providers, caller }: PricingContext): Price {
  const page = pageOf(field, providers);
  if (page === null) return free;
  const access = customerAccessOf(caller);
  switch (access.to) {
    case 'all':
      return priceRows(field, page, providers);
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
function priceRows(
  { reads }: PricedField,
  { accounts, query, first, after }: CustomersPage,
  providers: Providers,
): Price {
  const mostOfEach = Math.min(first, query.filter.externalIds?.length ?? first);
  if (mostOfEach === 0) return free;
  const pages = accounts.map((provider) => ({
    provider,
    calls: provider.costs.page({ query, first, continued: after !== null }),
  }));
  const known = knownPrices(providers, reads.ofRows);
  const page = JSON.stringify([
    first,
    mostOfEach,
    pages.map(({ provider, calls }) => [provider.name, calls]),
  ]);
  const price = known.get(page) ?? priceDearest(pages, { first, mostOfEach, reads: reads.ofRows });
  known.set(page, price);
  return price;
}

const mostPages = 50;

/** Every way to spread the rows is tried, which takes longest of all: once for all pages that are alike. */
const knownPrices = memoize2(
  (_providers: Providers, _reads: ReadsByStep) => new LRUCache<string, Price>({ max: mostPages }),
);

interface PageOfAccount {
  readonly provider: BillingProvider;
  /** What its list takes. */
  readonly calls: number;
}

interface Rows {
  readonly first: number;
  readonly mostOfEach: number;
  readonly reads: ReadsByStep;
}

function priceDearest(pages: readonly PageOfAccount[], { first, mostOfEach, reads }: Rows): Price {
  const costs = pages.map(
    ({ provider, calls }) =>
      (rows: number) =>
        calls + callsForAlike(provider, Math.min(rows, mostOfEach), reads),
  );
  return {
    byAccount: new Map(pages.map(({ provider }, index) => [provider.name, costs[index]?.(mostOfEach) ?? 0])),
    total: costOfDearestSplit(costs, Math.min(first, mostOfEach * pages.length)),
  };
}

/** A caller's own customers are looked up, and not listed. */
function priceOwnRows(field: PricedField, { accounts, query }: CustomersPage, own: string): Price {
  if (query.filter.externalIds?.includes(own) === false) return free;
  return addUp(
    accounts.map((provider) => priceAt(provider.name, callsForAlike(provider, 1, field.reads.byExternalId))),
  );
}

/** null where the arguments are not in order: execution will say so, before any call. */
function pageOf(field: PricedField, providers: PricingContext['providers']): CustomersPage | null {
  try {
    return toCustomersPage(pageArguments.parse(field.arguments), providers);
  } catch (error) {
    if (error instanceof GraphQLError || error instanceof ProviderError) return null;
    throw error;
  }
}
