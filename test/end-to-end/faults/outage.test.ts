import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answerStatus, hangBeforeHeaders } from '../../support/answer-faults.ts';
import { type Answer, post } from '../../support/execute.ts';
import { type ProviderName, providerNames } from '../../support/sample-customers.ts';
import {
  closeServers,
  type FaultServers,
  type OpenAccounts,
  openAccounts,
  openFaultServers,
  originsOf,
} from './accounts.ts';
import { knownExternalId } from './targets.ts';

let servers: FaultServers;
let accounts: OpenAccounts;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['performance', 'Date'], now: Date.now() });
  servers = await openFaultServers();
  accounts = openAccounts({ origins: originsOf(servers) });
});
afterEach(async () => {
  await accounts.close();
  await closeServers(servers);
  vi.useRealTimers();
});

function ask(provider: ProviderName): Promise<Answer> {
  const query = `query ($provider: String!, $externalId: String!) {
    customerByExternalId(provider: $provider, externalId: $externalId) { name }
  }`;
  return post(accounts, { query, variables: { provider, externalId: knownExternalId } });
}

const askAtOnce = (provider: ProviderName, times: number) =>
  Promise.all(Array.from({ length: times }, () => ask(provider)));

async function askInTurn(provider: ProviderName, times: number): Promise<void> {
  for (let asked = 0; asked < times; asked += 1) await ask(provider);
}

const codesOf = (answers: readonly Answer[]) =>
  new Set(answers.flatMap(({ errors = [] }) => errors.map(({ extensions }) => extensions?.code)));

describe.each(providerNames)('%s', (provider) => {
  const sent = () => accounts.sentTo(servers[provider].origin).length;

  /** How many calls are made meanwhile. */
  async function count(work: () => Promise<unknown>): Promise<number> {
    const before = sent();
    await work();
    return sent() - before;
  }

  it('is left alone once it is known to be down, but for one look after a while', async () => {
    await servers[provider].goDown();
    expect(await count(() => askInTurn(provider, 8))).toBe(5);
    expect(await count(() => askAtOnce(provider, 50))).toBe(0);

    vi.advanceTimersByTime(2_100);
    expect(await count(() => askAtOnce(provider, 20))).toBe(1);
    vi.advanceTimersByTime(2_100);
    expect(await count(() => askAtOnce(provider, 20))).toBe(0);
  });

  it('answers as before as soon as one look has found it well', async () => {
    await servers[provider].goDown();
    await askInTurn(provider, 8);
    await servers[provider].heal();
    vi.advanceTimersByTime(2_100);
    expect(await count(() => ask(provider))).toBe(1);
    const answers = await askAtOnce(provider, 10);
    expect(codesOf(answers)).toEqual(new Set());
  });

  it('is not taken for down because it refuses', async () => {
    servers[provider].fail(answerStatus(422));
    expect(await count(() => askInTurn(provider, 12))).toBe(12);
  });

  it('is asked little more often because it fails', async () => {
    servers[provider].fail(answerStatus(500), { first: 4 });
    // Each of them fails for itself; no more than three are tried again.
    expect(await count(() => askAtOnce(provider, 4))).toBeLessThanOrEqual(4 + 3);
  });

  it.each([
    ['in seconds', () => '30'],
    ['as a date', () => new Date(Date.now() + 30_000).toUTCString()],
  ])('is not asked before the time that it names %s', async (_how, retryAfter) => {
    servers[provider].fail((exchange) => answerStatus(429, { 'retry-after': retryAfter() })(exchange), {
      first: 1,
    });
    const [first] = await askAtOnce(provider, 1);
    expect(first?.errors).toMatchObject([
      { extensions: { code: 'PROVIDER_RATE_LIMITED', retryAfter: expect.stringMatching(/Z$/) } },
    ]);
    vi.advanceTimersByTime(20_000);
    const before = sent();
    const refused = await askAtOnce(provider, 20);
    expect(codesOf(refused)).toEqual(new Set(['PROVIDER_RATE_LIMITED']));
    expect(refused.map(({ errors }) => errors?.[0]?.extensions?.retryAfter)).not.toContain(undefined);
    expect(sent()).toBe(before);

    vi.advanceTimersByTime(11_000);
    expect(codesOf([await ask(provider)])).toEqual(new Set());
  });

  it('has a queue that ends, and is full at once', async () => {
    const settings = { [provider]: { maxConcurrency: 1 } };
    const narrow = openAccounts({ origins: originsOf(servers), settings, longestQueue: 2 });
    servers[provider].fail(hangBeforeHeaders);
    const query = (externalId: string) => ({
      query: `{ customerByExternalId(provider: "${provider}", externalId: "${externalId}") { name } }`,
      variables: {},
    });
    const waiting = ['acct-1', 'acct-2', 'acct-3'].map((externalId) => post(narrow, query(externalId)));
    await servers[provider].reached(() => true);
    const { errors } = await post(narrow, query('acct-4'));
    expect(errors).toMatchObject([{ extensions: { code: 'PROVIDER_UNAVAILABLE', retryable: true } }]);
    expect(servers[provider].attempts.map(({ isAnswered }) => isAnswered)).toEqual([false]);
    await narrow.close();
    await Promise.all(waiting);
  });
});
