import { request } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Listener, listen } from '../../../src/server/listen.ts';
import { drip, hangAfterHeaders, hangBeforeHeaders, holdUntil } from '../../support/answer-faults.ts';
import { post } from '../../support/execute.ts';
import type { Fault } from '../../support/fault-server.ts';
import { leastInput, type ProviderName, providerNames } from '../../support/sample-customers.ts';
import {
  closeServers,
  type FaultServers,
  type OpenAccounts,
  openAccounts,
  openFaultServers,
  originsOf,
} from './accounts.ts';
import { questionOf } from './ask-row.ts';
import { callsFor } from './targets.ts';

let servers: FaultServers;
let accounts: OpenAccounts;
let listener: Listener;

beforeEach(async () => {
  servers = await openFaultServers();
  accounts = openAccounts({ origins: originsOf(servers), server: { deadlineMs: 15_000 } });
  listener = await listen(accounts.handle, { host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  await accounts.close();
  await closeServers(servers);
  await listener.close();
});

/** Asks over a connection that breaks when the signal aborts; resolves when it is broken or answered. */
async function askUntil(signal: AbortSignal, question: object): Promise<void> {
  const { body } = await request(`http://127.0.0.1:${listener.port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(question),
    signal,
  });
  await body.dump();
}

const silences: readonly (readonly [name: string, fault: Fault])[] = [
  ['says nothing', hangBeforeHeaders],
  ['says nothing after the headers', hangAfterHeaders],
  ['says a byte at a time', drip],
];

describe.each(providerNames)('a client that goes away while %s', (provider) => {
  it.each(silences)('%s leaves no call behind', async (_name, fault) => {
    const client = new AbortController();
    servers[provider].fail(fault);
    const asked = askUntil(client.signal, questionOf(provider, 'list')).catch(() => 'gone');
    await servers[provider].reached(() => true);
    client.abort();
    expect(await asked).toBe('gone');
    await servers[provider].drained();
    const before = servers[provider].attempts.length;
    await servers[provider].heal();
    // Whatever is asked later is not what was left behind.
    await post(accounts, questionOf(provider, 'lookup'));
    expect(
      servers[provider].attempts.slice(before).filter(callsFor(provider, 'list')).length,
    ).toBeLessThanOrEqual(1);
  });

  it('does not call back a change that was sent', async () => {
    const client = new AbortController();
    let release: () => void = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const other = provider === 'lago' ? 'polar' : 'lago';
    servers[provider].fail(holdUntil(released), { matches: callsFor(provider, 'write') });
    servers[other].fail(hangBeforeHeaders);
    const externalId = `gone-${crypto.randomUUID()}`;
    const all = Promise.allSettled([
      askUntil(client.signal, createQuestion(provider, externalId)),
      askUntil(client.signal, questionOf(other, 'lookup')),
    ]);
    await Promise.all([
      servers[provider].reached(callsFor(provider, 'write')),
      servers[other].reached(() => true),
    ]);
    client.abort();
    await all;
    // By then, whatever stops when a client goes has been stopped.
    await servers[other].drained();
    release();
    await findCustomer(provider, externalId);
    const writes = servers[provider].attempts.filter(callsFor(provider, 'write'));
    expect(writes.map(({ isAnswered }) => isAnswered)).toEqual([true]);
  });
});

function createQuestion(provider: ProviderName, externalId: string): object {
  return {
    query: 'mutation ($input: CreateCustomerInput!) { createCustomer(input: $input) { __typename } }',
    variables: { input: leastInput(provider, externalId) },
  };
}

/** Asks until the customer is there; the test's own limit ends it. */
async function findCustomer(provider: ProviderName, externalId: string): Promise<void> {
  const query = `query ($provider: String!, $externalId: String!) {
    customerByExternalId(provider: $provider, externalId: $externalId) { name }
  }`;
  for (;;) {
    const { data } = await post(accounts, { query, variables: { provider, externalId } });
    if (JSON.stringify(data).includes('Sample')) return;
  }
}

describe('after the deadline', () => {
  it.each(silences)('nothing is left, where every account %s', async (_name, fault) => {
    const hasty = openAccounts({ origins: originsOf(servers), server: { deadlineMs: 600 } });
    const timersBefore = countTimers();
    for (const server of Object.values(servers)) server.fail(fault);
    const { data, errors = [] } = await post(hasty, questionOf('lago', 'lookup'));
    expect(data).toEqual({ flexprice: null, lago: null, polar: null });
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(Array(3).fill('PROVIDER_TIMED_OUT'));
    await Promise.all(Object.values(servers).map((server) => server.drained()));
    expect(countTimers()).toBeLessThanOrEqual(timersBefore);
    await hasty.close();
  });
});

function countTimers(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
}
