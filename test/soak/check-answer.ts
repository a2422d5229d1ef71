import { z } from 'zod';
import { type ProviderName, providerNames } from '../support/sample-customers.ts';
import type { SoakAnswer } from './client.ts';
import { findDifferences, type Path } from './find-differences.ts';
import type { Journal, WrittenCustomer } from './journal.ts';
import { type CustomerRow, rowsSchema, type SeedTruth, seedIds } from './seeds.ts';

const unavailableSchema = z.array(z.object({ provider: z.object({ name: z.enum(providerNames) }) }));

/** Whether an error of the answer is at this very place. */
function excuses({ errors }: SoakAnswer): (path: Path) => boolean {
  const places = new Set(errors.map(({ path = [] }) => path.join('.')));
  return (path) => places.has(path.join('.'));
}

/** What one customer of an answer says that is not so. */
export function checkCustomer(
  answer: SoakAnswer,
  truth: SeedTruth,
  { provider, externalId }: WrittenCustomer,
): readonly string[] {
  return findDifferences({
    truth: truth.of(provider, externalId),
    value: answer.data?.customer ?? null,
    path: ['customer'],
    isExcused: excuses(answer),
  });
}

const accountSchema = z.object({
  customers: rowsSchema,
  unavailable: unavailableSchema,
  balances: z.unknown(),
});

/** What an account of an answer says that is not so. */
export function checkAccount(answer: SoakAnswer, truth: SeedTruth, externalId: string): readonly string[] {
  const isExcused = excuses(answer);
  if ((answer.data?.account ?? null) === null) return isExcused(['account']) ? [] : ['account is null'];
  const { customers, unavailable, balances } = accountSchema.parse(answer.data?.account);
  const wrongSum =
    balances === null
      ? []
      : findDifferences({ truth: truth.sumsOf(externalId), value: balances, path: ['balances'], isExcused });
  const expected = providerNames.flatMap((provider) => truth.of(provider, externalId) ?? []);
  return [
    ...wrongSum,
    ...checkRows({ rows: customers, path: ['account', 'customers'], truth, isExcused }),
    ...findMissing(
      expected,
      customers,
      unavailable.map(({ provider }) => provider.name),
    ),
  ];
}

const listSchema = z.object({ nodes: rowsSchema, unavailable: unavailableSchema });

/** What a list of the seeds says that is not so. */
export function checkList(answer: SoakAnswer, truth: SeedTruth): readonly string[] {
  const isExcused = excuses(answer);
  if ((answer.data ?? null) === null) return isExcused(['customers']) ? [] : ['there is no list'];
  const { nodes, unavailable } = listSchema.parse(answer.data?.customers);
  const expected = seedIds.flatMap((externalId) =>
    providerNames.flatMap((provider) => truth.of(provider, externalId) ?? []),
  );
  return [
    ...checkRows({ rows: nodes, path: ['customers', 'nodes'], truth, isExcused }),
    ...findMissing(
      expected,
      nodes,
      unavailable.map(({ provider }) => provider.name),
    ),
  ];
}

interface CheckedRows {
  readonly rows: readonly CustomerRow[];
  readonly path: Path;
  readonly truth: SeedTruth;
  readonly isExcused: (path: Path) => boolean;
}

function checkRows({ rows, path, truth, isExcused }: CheckedRows): readonly string[] {
  return rows.flatMap((row, index) => {
    const whole = truth.of(row.provider.name, row.externalId);
    // What was not asked for cannot be wrong.
    const asked = whole && Object.fromEntries(Object.keys(row).map((key) => [key, whole[key]]));
    return findDifferences({ truth: trim(asked, row), value: row, path: [...path, index], isExcused });
  });
}

/** The truth with nothing in it that the value was not asked for. */
function trim(truth: unknown, value: unknown): unknown {
  if (Array.isArray(truth) && Array.isArray(value))
    return truth.map((item, index) => trim(item, value[index]));
  if (typeof truth !== 'object' || typeof value !== 'object' || truth === null || value === null)
    return truth;
  if (Array.isArray(truth) || Array.isArray(value)) return truth;
  return Object.fromEntries(
    Object.entries(truth).flatMap(([key, member]) =>
      key in value ? [[key, trim(member, Reflect.get(value, key))]] : [],
    ),
  );
}

function findMissing(
  expected: readonly CustomerRow[],
  rows: readonly CustomerRow[],
  unavailable: readonly ProviderName[],
): readonly string[] {
  return expected
    .filter(
      ({ provider, externalId }) =>
        !unavailable.includes(provider.name) &&
        !rows.some((row) => row.provider.name === provider.name && row.externalId === externalId),
    )
    .map(({ provider, externalId }) => `${externalId} of ${provider.name} is missing without a word`);
}

const namedSchema = z.object({ customer: z.object({ name: z.string() }).nullable() });

/** What is read at some time may have been true a little before. */
const readingMs = 4_000;

/** A change of which billgraph has not heard yet, because its answer was lost, may be missing from its memory. */
const unheardMs = 6_000;

/** What an answer says of a customer that the soak has written, and that was not so when it was read. */
export function checkWritten(
  answer: SoakAnswer,
  journal: Journal,
  customer: WrittenCustomer,
): readonly string[] {
  if (excuses(answer)(['customer'])) return [];
  const { data, startedAt, endedAt, extensions } = answer;
  const name = namedSchema.parse(data).customer?.name ?? null;
  const [stale] = extensions.billgraph.stale;
  if (stale === undefined) {
    const isTrue = journal.wasTrue(customer, name, startedAt - 1, endedAt + 1);
    return isTrue ? [] : [`${customer.externalId} is ${name}, which it was not`];
  }
  const asOf = Date.parse(stale.asOf);
  const changed = journal.lastChangeBefore(customer, startedAt - unheardMs);
  if (changed !== null && asOf < changed - readingMs)
    return [`${customer.externalId} is from before its change`];
  const wasTrue = journal.wasTrue(customer, name, asOf - readingMs, asOf + readingMs);
  return wasTrue ? [] : [`${customer.externalId} is said to have been ${name}, which it was not`];
}
