import type { Emulator } from '../../../src/sandbox/http-server.ts';
import { type Answer, post } from '../../support/execute.ts';
import { type Fault, openFaultServer } from '../../support/fault-server.ts';
import { leastInput, type ProviderName, providerNames } from '../../support/sample-customers.ts';
import { openAccounts } from './accounts.ts';
import { callsFor, knownExternalId, type Target } from './targets.ts';

/** One question to the graph while one call of one account fails. */
export interface RowQuestion {
  readonly provider: ProviderName;
  readonly target: Target;
  readonly fault: Fault;
  readonly timeoutMs: number;
  readonly deadlineMs: number;
}

/** What came of it. */
export interface RowAnswer {
  readonly answer: Answer;
  /** How often the call that fails has reached the account. */
  readonly attempts: number;
  readonly durationMs: number;
}

/** What the rows of a table have in common. */
export interface RowGround {
  readonly emulators: Readonly<Record<ProviderName, Emulator>>;
  /** Where all is well. */
  readonly origins: Readonly<Record<ProviderName, string>>;
}

/** Asks a graph that knows of no failure yet. */
export async function askRow(
  { emulators, origins }: RowGround,
  { provider, target, fault, timeoutMs, deadlineMs }: RowQuestion,
): Promise<RowAnswer> {
  const upstream = await openFaultServer(emulators[provider]);
  const accounts = openAccounts({
    origins: { ...origins, [provider]: upstream.origin },
    settings: { [provider]: { timeoutMs } },
    server: { deadlineMs },
  });
  try {
    upstream.fail(fault, { matches: callsFor(provider, target) });
    const started = performance.now();
    const answer = await post(accounts, questionOf(provider, target));
    const durationMs = performance.now() - started;
    return { answer, attempts: upstream.attempts.filter(({ faulted }) => faulted).length, durationMs };
  } finally {
    await accounts.close();
    await upstream.close();
  }
}

type Question = Parameters<typeof post>[1];

/** The operation that needs the target; in it, the accounts that are well are asked for the same. */
export function questionOf(provider: ProviderName, target: Target): Question {
  switch (target) {
    case 'lookup':
    case 'balance':
      return { query: customerQuery, variables: { externalId: knownExternalId } };
    case 'list':
      return { query: listQuery, variables: {} };
    case 'write':
      return createOne(provider);
  }
}

const customerQuery = `query ($externalId: String!) {
  ${providerNames
    .map(
      (name) => `${name}: customerByExternalId(provider: "${name}", externalId: $externalId) {
        name balance { settled { amount currency } } subscriptions { status }
      }`,
    )
    .join('\n')}
}`;

const listQuery = `{
  customers(first: 9) {
    nodes { name provider { name } balance { settled { amount currency } } }
    totalCount
    unavailable { provider { name } code retryable retryAfter }
  }
}`;

/** The account that fails comes first; mutations of one operation run one after the other. */
function createOne(provider: ProviderName): Question {
  const other = provider === 'lago' ? 'polar' : 'lago';
  const externalId = `fault-${crypto.randomUUID()}`;
  return {
    query: `mutation ($faulty: CreateCustomerInput!, $healthy: CreateCustomerInput!) {
      faulty: createCustomer(input: $faulty) { ...Result }
      healthy: createCustomer(input: $healthy) { ...Result }
    }
    fragment Result on CreateCustomerResult {
      __typename ... on CreateCustomerPayload { customer { externalId } } ... on Error { code }
    }`,
    variables: { faulty: leastInput(provider, externalId), healthy: leastInput(other, externalId) },
  };
}
