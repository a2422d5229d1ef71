import { z } from 'zod';
import type { BillingProvider } from '../../billing/provider.ts';
import { customerAccessOf } from '../caller.ts';
import { decodeKey } from '../decode-key.ts';
import { pricePage } from './page-price.ts';
import { addUp, free, type Price, type PricingContext, priceAt } from './price.ts';
import { callsForAlike, createRound, type ReadsByStep } from './round.ts';
import type { PricedField } from './priced-field.ts';

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
export function priceQuery(fields: readonly PricedField[], context: PricingContext): Price {
  const seeking = fields.map((field) => ({
    reads: field.reads,
    sought: withinAccess(soughtBy(field, context), context),
  }));
  return addUp([
    priceLookups(seeking, 'key'),
    priceLookups(seeking, 'externalId'),
    ...fields.filter(({ name }) => name === 'customers').map((field) => pricePage(field, context)),
  ]);
}

interface SeekingField extends Pick<PricedField, 'reads'> {
  readonly sought: readonly Sought[];
}

function priceLookups(fields: readonly SeekingField[], by: Sought['by']): Price {
  const lookups = fields.flatMap(({ sought, reads }): readonly Lookup[] => {
    const customers = groupByProvider(sought.filter((each) => each.by === by));
    return customers.size === 0
      ? []
      : [{ customers, reads: by === 'key' ? reads.byKey : reads.byExternalId }];
  });
  const [only, ...others] = lookups;
  if (only === undefined) return free;
  // Of one field, it makes no difference who the customers are.
  if (others.length === 0) return priceAlike(only);
  const round = createRound();
  for (const { customers, reads } of lookups) {
    for (const [provider, names] of customers) round.ask(provider, [...names], reads);
  }
  return round.price();
}

/** Customers that one field looks for in one way. */
interface Lookup {
  readonly customers: ReadonlyMap<BillingProvider, ReadonlySet<string>>;
  readonly reads: ReadsByStep;
}

function priceAlike({ customers, reads }: Lookup): Price {
  return addUp(
    Array.from(customers, ([provider, { size }]) =>
      priceAt(provider.name, callsForAlike(provider, size, reads)),
    ),
  );
}

function groupByProvider(sought: readonly Sought[]): Lookup['customers'] {
  const groups = new Map<BillingProvider, Set<string>>();
  for (const { provider, customer } of sought) {
    groups.set(provider, (groups.get(provider) ?? new Set()).add(customer));
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

function soughtBy(field: PricedField, { providers, caller }: PricingContext): readonly Sought[] {
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
