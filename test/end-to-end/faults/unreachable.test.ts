import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeOnReuse } from '../../support/answer-faults.ts';
import { type Answer, post } from '../../support/execute.ts';
import { type ProviderName, providerNames } from '../../support/sample-customers.ts';
import {
  openBlackhole,
  openNowhere,
  openPlainForTls,
  openRefusing,
  openSelfSigned,
  type Unreachable,
} from '../../support/unreachable.ts';
import { findCanaries } from '../canaries/canary.ts';
import {
  closeServers,
  type FaultServers,
  openAccounts,
  openFaultServers,
  originsOf,
  type SentCall,
} from './accounts.ts';
import { questionOf } from './ask-row.ts';
import { callsFor, type Target } from './targets.ts';

let servers: FaultServers;

beforeAll(async () => {
  servers = await openFaultServers();
});
afterAll(() => closeServers(servers));

interface UnreachableRow {
  readonly open: () => Promise<Unreachable>;
  readonly code: string;
  /** How often a read tries to get there. */
  readonly tries: number;
}

const rows: readonly (readonly [name: string, UnreachableRow])[] = [
  ['refuses connections', { open: openRefusing, code: 'PROVIDER_UNAVAILABLE', tries: 3 }],
  ['has a name that nobody knows', { open: openNowhere, code: 'PROVIDER_UNAVAILABLE', tries: 3 }],
  ['does not speak TLS', { open: openPlainForTls, code: 'PROVIDER_UNAVAILABLE', tries: 1 }],
  ['shows a certificate of its own', { open: openSelfSigned, code: 'PROVIDER_UNAVAILABLE', tries: 1 }],
  ['swallows connections', { open: openBlackhole, code: 'PROVIDER_TIMED_OUT', tries: 2 }],
];

interface Asked {
  readonly answer: Answer;
  readonly sent: readonly SentCall[];
  readonly durationMs: number;
}

const deadlineMs = 4_000;

async function askUnreachable(
  provider: ProviderName,
  target: Target,
  open: () => Promise<Unreachable>,
): Promise<Asked> {
  const { origin, close } = await open();
  const accounts = openAccounts({
    origins: { ...originsOf(servers), [provider]: origin },
    settings: { [provider]: { timeoutMs: 500 } },
    server: { deadlineMs },
  });
  try {
    const started = performance.now();
    const answer = await post(accounts, questionOf(provider, target));
    const durationMs = performance.now() - started;
    return { answer, sent: accounts.sentTo(origin), durationMs };
  } finally {
    await accounts.close();
    await close();
  }
}

function expectDiscreet({ answer, durationMs }: Asked): void {
  const text = JSON.stringify(answer);
  expect(findCanaries(text)).toEqual([]);
  expect(text).not.toMatch(/127\.0\.0\.1|localhost|\.invalid/);
  expect(durationMs).toBeLessThan(deadlineMs + 2_000);
}

const isWrite = (provider: ProviderName) => callsFor(provider, 'write');

describe.each(providerNames)('%s', (provider) => {
  it.concurrent.each(rows)('costs only its own customer when it %s', async (_name, row) => {
    const asked = await askUnreachable(provider, 'lookup', row.open);
    expectDiscreet(asked);
    const others = providerNames.filter((name) => name !== provider);
    expect(asked.answer.data).toMatchObject({
      [provider]: null,
      ...Object.fromEntries(others.map((name) => [name, { balance: {}, subscriptions: [{}] }])),
    });
    expect(asked.answer.errors).toMatchObject([
      { path: [provider], extensions: { code: row.code, provider } },
    ]);
    // Lago's balance and subscriptions are asked for at the same time as the customer: each is tried as often, at most.
    const readsAtOnce = provider === 'lago' ? 3 : 1;
    expect(asked.sent.length).toBeGreaterThanOrEqual(row.tries);
    expect(asked.sent.length).toBeLessThanOrEqual(row.tries * readsAtOnce);
    for (const { path } of asked.sent) {
      expect(asked.sent.filter((sent) => sent.path === path).length).toBeLessThanOrEqual(row.tries);
    }
  });

  it.concurrent.each(rows)('is missing from a list when it %s', async (_name, row) => {
    const asked = await askUnreachable(provider, 'list', row.open);
    expectDiscreet(asked);
    expect(asked.answer.data).toMatchObject({
      customers: { totalCount: null, unavailable: [{ provider: { name: provider }, code: row.code }] },
    });
    expect(asked.answer.errors).toBeUndefined();
    // Lago's balance and subscriptions are asked for at the same time as the customer: each is tried as often, at most.
    const readsAtOnce = provider === 'lago' ? 3 : 1;
    expect(asked.sent.length).toBeGreaterThanOrEqual(row.tries);
    expect(asked.sent.length).toBeLessThanOrEqual(row.tries * readsAtOnce);
    for (const { path } of asked.sent) {
      expect(asked.sent.filter((sent) => sent.path === path).length).toBeLessThanOrEqual(row.tries);
    }
  });

  it.concurrent.each(rows)(
    'is told apart from a change that may have happened when it %s',
    async (_name, row) => {
      const asked = await askUnreachable(provider, 'write', row.open);
      expectDiscreet(asked);
      expect(asked.answer.data).toMatchObject({
        faulty: { __typename: 'ProviderError', code: row.code },
        healthy: { __typename: 'CreateCustomerPayload' },
      });
      // Lago is asked first whether the customer is there, and never gets as far as the change.
      expect(asked.sent.filter(isWrite(provider))).toHaveLength(provider === 'lago' ? 0 : 1);
    },
  );
});

describe.each(providerNames)('a connection to %s that closes when it is used again', (provider) => {
  const open = () => openAccounts({ origins: originsOf(servers) });

  it.each(['lookup', 'balance', 'list'] as const)('does not show in a %s', async (target) => {
    const accounts = open();
    const question = questionOf(provider, target);
    const whole = await post(accounts, question);
    expect(whole.errors).toBeUndefined();
    const before = servers[provider].attempts.length;
    servers[provider].fail(closeOnReuse, { matches: callsFor(provider, target) });
    const again = await post(accounts, question);
    const faulted = servers[provider].attempts.slice(before).filter(callsFor(provider, target));
    await servers[provider].heal();
    await accounts.close();
    expect(withoutTimes(again)).toEqual(withoutTimes(whole));
    expect(faulted.map(({ isAnswered }) => isAnswered)).toEqual([false, true]);
  });

  it('leaves open what became of a change, which is not sent again', async () => {
    const accounts = open();
    await post(accounts, questionOf(provider, 'lookup'));
    const before = servers[provider].attempts.length;
    servers[provider].fail(closeOnReuse, { matches: isWrite(provider) });
    const { data } = await post(accounts, questionOf(provider, 'write'));
    const attempts = servers[provider].attempts.slice(before).filter(isWrite(provider));
    await servers[provider].heal();
    await accounts.close();
    expect(data).toMatchObject({ faulty: { __typename: 'OutcomeUnknownError' } });
    expect(attempts).toHaveLength(1);
  });
});

function withoutTimes({ data, errors }: Answer): object {
  return { data, errors };
}
