import { isDeepStrictEqual } from 'node:util';
import { type Contestant, titleOf } from './contestants.ts';
import type { Field } from './field.ts';
import { askGraph, type GraphRequest } from './graph-client.ts';
import { customersByIdRequests, providers } from './growth.ts';
import type { Workload } from './workloads.ts';

/** So many requests of a workload are compared: the first ones, and the last. */
const comparedRequests = 3;

/** Fields that not every provider can fill: a live balance, and what its wallets do not tell. */
const mayBeNull: ReadonlySet<string> = new Set([
  'live',
  'unit',
  'name',
  'limit',
  'remaining',
  'resetsAt',
  'resetPeriod',
  'unlimited',
  'amount',
  'amountOff',
  'percentOff',
  'expiresAt',
  'credits',
]);

/** Throws where two contestants answer a workload otherwise, and tells the first difference. */
export async function checkContestants(
  field: Field,
  workloads: readonly Workload[],
  contestants: readonly Contestant[],
): Promise<void> {
  let expected: { readonly by: Contestant; readonly answers: unknown } | null = null;
  await field.setLatency(0);
  for (const contestant of contestants) {
    const gateway = await field.open(contestant);
    const answers: Record<string, unknown> = {};
    for (const { name, requests } of workloads) {
      answers[name] = await readAnswers(gateway.url, await requests(gateway.url));
    }
    await gateway.stop();
    expected ??= { by: contestant, answers };
    const difference = findDifference(expected.answers, answers);
    if (difference === null) continue;
    throw new Error(`${titleOf[expected.by]} and ${titleOf[contestant]} differ: ${difference}`);
  }
}

/** Throws where billgraph leaves a field empty that a provider's stub fills. */
export async function checkProviders(field: Field): Promise<void> {
  await field.setLatency(0);
  for (const provider of providers) {
    const gateway = await field.open('billgraph', provider);
    const answers = await readAnswers(gateway.url, customersByIdRequests(provider, 10));
    await gateway.stop();
    const gap = findGap(answers);
    if (gap !== null) throw new Error(`billgraph over ${provider} has nothing at ${gap}`);
  }
}

async function readAnswers(url: string, requests: readonly GraphRequest[]): Promise<readonly unknown[]> {
  const some = new Set([...requests.slice(0, comparedRequests - 1), ...requests.slice(-1)]);
  return Promise.all([...some].map((request) => askGraph<unknown>(url, request)));
}

/** Where two answers differ first, and how; null where they are the same. */
function findDifference(expected: unknown, actual: unknown, path = 'answers'): string | null {
  if (isDeepStrictEqual(expected, actual)) return null;
  if (!isObject(expected) || !isObject(actual)) {
    return `${path}: ${JSON.stringify(expected)} and ${JSON.stringify(actual)}`;
  }
  for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    const difference = findDifference(expected[key], actual[key], `${path}.${key}`);
    if (difference !== null) return difference;
  }
  return `${path}: not of one kind`;
}

/** The first place where there is null or an empty list; null where there is none. */
function findGap(value: unknown, path = 'answers'): string | null {
  if (value === null || (Array.isArray(value) && value.length === 0)) return path;
  if (!isObject(value)) return null;
  for (const [key, part] of Object.entries(value)) {
    const gap = part === null && mayBeNull.has(key) ? null : findGap(part, `${path}.${key}`);
    if (gap !== null) return gap;
  }
  return null;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
