import type { PricedRead } from '../../billing/call-cost.ts';
import type { BillingProvider } from '../../billing/provider.ts';
import { addUp, type Price, priceAt, sum } from './price.ts';

/** Reads of customers of one account that are made at the same time. */
interface Reads {
  readonly read: PricedRead;
  /** What tells the customers apart. */
  readonly customers: Set<string>;
}

/** The customers whose rows have been read, by what was read. */
type Had = Map<string, Set<string>>;

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
  /** Adds the reads of a customer; a later step has what the earlier ones have read. */
  ask(provider: BillingProvider, customer: string, reads: ReadsByStep): void;
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
    ask(provider, customer, reads) {
      for (const step of steps) {
        for (const read of reads[step]) {
          const known = getOrAdd(readsOf(provider, step), JSON.stringify(read), () => ({
            read,
            customers: new Set<string>(),
          }));
          known.customers.add(customer);
        }
      }
    },
    price: () =>
      addUp(
        Array.from(asked, ([provider, byStep]) => {
          const had: Had = new Map();
          const [, ...prices] = steps.map((step) =>
            priceStep(provider, [...(byStep.get(step)?.values() ?? [])], had),
          );
          return priceAt(provider.name, sum(prices));
        }),
      ),
  };
}

/** What the same reads of so many customers of one account cost, made together. */
export function callsForAlike({ costs }: BillingProvider, customers: number, reads: ReadsByStep): number {
  const had = new Set<string>();
  const [, ...calls] = steps.map((step) => {
    const needed = new Map<string, number>();
    for (const [rows, cost] of reads[step].flatMap((read) => Object.entries(costs.read(read, customers)))) {
      if (!had.has(rows)) needed.set(rows, Math.max(cost, needed.get(rows) ?? 0));
    }
    for (const rows of needed.keys()) had.add(rows);
    return sum([...needed.values()]);
  });
  return sum(calls);
}

/** What the reads of one step cost beyond what was had before, to which their rows are added. */
function priceStep(provider: BillingProvider, asked: readonly Reads[], had: Had): number {
  const costOf = (read: PricedRead, customers: number) => provider.costs.read(read, customers);
  const names = new Set(asked.flatMap(({ read, customers }) => Object.keys(costOf(read, customers.size))));
  return sum(
    Array.from(names, (rows) => {
      const wanting = asked.filter(({ read, customers }) => rows in costOf(read, customers.size));
      const known = getOrAdd(had, rows, () => new Set<string>());
      const groups = groupByReads(wanting, known);
      for (const { customers } of wanting) for (const customer of customers) known.add(customer);
      return sum(
        groups.map(({ reads, customers }) =>
          // Reads that share rows may want them in dearer or cheaper ways.
          Math.max(...reads.map((read) => costOf(read, customers)[rows] ?? 0)),
        ),
      );
    }),
  );
}

interface Group {
  readonly reads: readonly PricedRead[];
  /** How many customers all of these reads are made of. */
  readonly customers: number;
}

/** Rows are shared by the reads of one customer only: those of others may be read at another time, or another way. */
function groupByReads(asked: readonly Reads[], known: ReadonlySet<string>): readonly Group[] {
  const readsOf = new Map<string, PricedRead[]>();
  for (const { read, customers } of asked) {
    for (const customer of customers) {
      if (!known.has(customer)) getOrAdd(readsOf, customer, () => []).push(read);
    }
  }
  const groups = new Map<string, PricedRead[][]>();
  for (const reads of readsOf.values()) getOrAdd(groups, JSON.stringify(reads), () => []).push(reads);
  return [...groups.values()].map((each) => ({ reads: each[0] ?? [], customers: each.length }));
}

function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const created = create();
  map.set(key, created);
  return created;
}
