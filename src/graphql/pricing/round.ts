import { memoize2 } from '@graphql-tools/utils';
import type { PricedRead } from '../../billing/call-cost.ts';
import type { BillingProvider } from '../../billing/provider.ts';
import { addUp, type Price, priceAt, sum } from './price.ts';

/** Reads of customers of one account that are made at the same time. */
interface Reads {
  readonly read: PricedRead;
  /** What tells the customers apart. */
  readonly customers: Set<string>;
}

/** The customers whose rows are known, by what was read. */
type KnownRows = Map<string, Set<string>>;

/**
 * When a read is made: before the round, whose price it is not part of; to find the customer; as soon as it is found; or
 * once there is a first answer about it.
 */
type Step = (typeof steps)[number];

const steps = ['before', 'find', 'now', 'later'] as const;

/** The reads of a customer, step by step. */
export type ReadsByStep = Readonly<Record<Step, readonly PricedRead[]>>;

/** Reads that start from the same point of an operation, and are therefore batched: step by step, account by account. */
export interface Round {
  /** Adds the reads of some customers of an account; a later step has what the earlier ones have read. */
  ask(provider: BillingProvider, customers: readonly string[], reads: ReadsByStep): void;
  /** What all of it costs. */
  price(): Price;
}

/** A round in which nothing is asked yet. */
export function createRound(): Round {
  const asked = new Map<BillingProvider, Map<Step, Map<string, Reads>>>();

  function readsOf(provider: BillingProvider, step: Step): Map<string, Reads> {
    const byStep = getOrAdd(asked, provider, () => new Map<Step, Map<string, Reads>>());
    return getOrAdd(byStep, step, () => new Map<string, Reads>());
  }

  return {
    ask(provider, asking, reads) {
      for (const step of steps) {
        for (const read of reads[step]) {
          const known = getOrAdd(readsOf(provider, step), JSON.stringify(read), () => ({
            read,
            customers: new Set<string>(),
          }));
          for (const customer of asking) known.customers.add(customer);
        }
      }
    },
    price: () =>
      addUp(
        Array.from(asked, ([provider, byStep]) => {
          const known: KnownRows = new Map();
          const [, ...prices] = steps.map((step) =>
            priceStep(provider, [...(byStep.get(step)?.values() ?? [])], known),
          );
          return priceAt(provider.name, sum(prices));
        }),
      ),
  };
}

/**
 * What the same reads of so many customers of one account cost, made together: what a round would cost, without naming
 * the customers. For the same reads it is worked out once, since a page tries every number of rows that it may have.
 */
export function callsForAlike(provider: BillingProvider, customers: number, reads: ReadsByStep): number {
  return getOrAdd(knownCalls(provider, reads), customers, () => countCalls(provider, customers, reads));
}

/** There are no more numbers of customers than ids in an operation, or rows on a page. */
const knownCalls = memoize2((_provider: BillingProvider, _reads: ReadsByStep) => new Map<number, number>());

function countCalls({ costs }: BillingProvider, customers: number, reads: ReadsByStep): number {
  const known = new Set<string>();
  const [, ...calls] = steps.map((step) => {
    const needed = new Map<string, number>();
    for (const [rows, cost] of reads[step].flatMap((read) => Object.entries(costs.read(read, customers)))) {
      if (!known.has(rows)) needed.set(rows, Math.max(cost, needed.get(rows) ?? 0));
    }
    for (const rows of needed.keys()) known.add(rows);
    return sum([...needed.values()]);
  });
  return sum(calls);
}

/** What the reads of one step cost beyond what is known already, to which their rows are added. */
function priceStep({ costs }: BillingProvider, asked: readonly Reads[], known: KnownRows): number {
  const names = new Set(
    asked.flatMap(({ read, customers }) => Object.keys(costs.read(read, customers.size))),
  );
  return sum(
    Array.from(names, (rows) => {
      const wanting = asked.filter(({ read, customers }) => rows in costs.read(read, customers.size));
      const before = getOrAdd(known, rows, () => new Set<string>());
      const groups = groupByReads(wanting, before);
      for (const { customers } of wanting) for (const customer of customers) before.add(customer);
      return sum(
        groups.map(({ reads, customers }) =>
          // Reads that share rows may want them in dearer or cheaper ways.
          Math.max(...reads.map((read) => costs.read(read, customers)[rows] ?? 0)),
        ),
      );
    }),
  );
}

interface Group {
  readonly reads: readonly PricedRead[];
  /** How many customers all of these reads, and no others, are made of. */
  readonly customers: number;
}

/** Rows are shared by the reads of one customer only: those of others may be read at another time, or another way. */
function groupByReads(asked: readonly Reads[], known: ReadonlySet<string>): readonly Group[] {
  const readsOf = new Map<string, string>();
  for (const [index, { customers }] of asked.entries()) {
    for (const customer of customers) {
      if (!known.has(customer)) readsOf.set(customer, `${readsOf.get(customer) ?? ''} ${index}`);
    }
  }
  const counts = new Map<string, number>();
  for (const indexes of readsOf.values()) counts.set(indexes, (counts.get(indexes) ?? 0) + 1);
  return Array.from(counts, ([indexes, customers]) => ({
    reads: indexes.split(' ').flatMap((index) => asked[Number.parseInt(index, 10)]?.read ?? []),
    customers,
  }));
}

function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const created = create();
  map.set(key, created);
  return created;
}
