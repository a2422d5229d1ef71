import { Agent } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Batch } from '../../src/billing/batch.ts';
import type { Call } from '../../src/billing/call.ts';
import type { BillingProvider } from '../../src/billing/provider.ts';
import { ProviderError } from '../../src/billing/provider-error.ts';
import { accountOf } from '../../src/config/account-of.ts';
import { createProviders } from '../../src/providers/create-providers.ts';
import type { ProviderSettings } from '../../src/providers/settings.ts';
import { type RunningSandbox, type SandboxCall, startSandbox } from '../../src/sandbox/start-sandbox.ts';

// What the rest of the program relies on, whichever provider it is. Each adapter's own tests go on from here.

const dispatcher = new Agent();
const calls: SandboxCall[] = [];
let sandbox: RunningSandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ onCall: (call) => calls.push(call) });
});
afterAll(async () => {
  await dispatcher.destroy();
  await sandbox.close();
});

function createCall(signal: AbortSignal = new AbortController().signal): Call {
  return { signal, now: () => new Date() };
}

function open(name: string, settings: Partial<ProviderSettings> = {}): BillingProvider {
  const account = sandbox.accounts.find((each) => each.name === name) ?? expect.fail(`no ${name}`);
  const [provider] = createProviders([{ ...accountOf(account), ...settings }], {
    dispatcher,
    onExchange: () => {},
  });
  return provider ?? expect.fail(`no ${name}`);
}

/** Every read of the seam, as a function of customer keys. */
function readsOf(provider: BillingProvider, call: Call) {
  const inactive = { includeInactive: true };
  const live = { includeInactive: false };
  const everything = { money: true, live: true, credits: true };
  const reads: Readonly<Record<string, (keys: readonly string[]) => Promise<Batch<unknown>>>> = {
    customers: (keys) => provider.customers.byKeys(keys, call),
    customersByExternalId: (keys) => provider.customers.byExternalIds(keys, call),
    usage: (keys) => provider.usage.ofCustomers(keys, { subscriptionId: null }, call),
    usageOfOne: (keys) => provider.usage.ofCustomers(keys, { subscriptionId: 'sub-x' }, call),
    entitlements: (keys) => provider.entitlements.ofCustomers(keys, call),
    upcomingGrants: (keys) =>
      provider.upcomingGrants.ofCustomers(keys, { definition: true, unit: true, amount: true }, call),
    coupons: (keys) => provider.coupons.ofCustomers(keys, live, call),
    allCoupons: (keys) => provider.coupons.ofCustomers(keys, inactive, call),
    balance: (keys) => provider.balance.ofCustomers(keys, everything, call),
    subscriptions: (keys) => provider.subscriptions.ofCustomers(keys, live, call),
    allSubscriptions: (keys) => provider.subscriptions.ofCustomers(keys, inactive, call),
  };
  const { pastUsage } = provider;
  const ofThePast = (keys: readonly string[]) =>
    pastUsage?.ofCustomers(keys, { subscriptionId: null, periods: 2 }, call) ?? expect.fail('no past usage');
  return Object.entries(pastUsage === undefined ? reads : { ...reads, pastUsage: ofThePast });
}

/** What a read came to for a key: its failure, whether it rejected or kept the error with the key. */
async function failureAt(read: Promise<Batch<unknown>>, key: string): Promise<string | null> {
  const result = await read.then(
    (batch) => batch.get(key),
    (error: unknown) => error,
  );
  return result instanceof ProviderError ? result.failure : null;
}

describe.each([
  ['flexprice', 'cust_01HZZZZZZZZZZZZZZZZZZZZZZZ'],
  ['lago', 'nobody-at-all'],
  ['polar', '00000000-0000-4000-8000-000000000000'],
])('%s', (name, unknownKey) => {
  let key: string;

  beforeAll(async () => {
    const found = await open(name).customers.byExternalIds(['acct-1'], createCall());
    const customer = found.get('acct-1');
    key =
      customer === undefined || customer instanceof ProviderError ? expect.fail('no acct-1') : customer.key;
  });

  it('answers for the keys that exist and leaves out those that do not', async () => {
    const call = createCall();
    const byKey = await open(name).customers.byKeys([unknownKey, key, key], call);
    expect([...byKey.keys()]).toEqual([key]);
    expect(byKey.get(key)).toMatchObject({ provider: name, key, externalId: 'acct-1', name: 'Ada Lovelace' });
    const byExternalId = await open(name).customers.byExternalIds(['nobody-at-all', 'acct-1'], call);
    expect([...byExternalId]).toEqual([['acct-1', byKey.get(key)]]);
  });

  it('finds something of everything for acct-1', async () => {
    const empty: string[] = [];
    for (const [read, of] of readsOf(open(name), createCall())) {
      if (read === 'customersByExternalId' || read === 'usageOfOne') continue;
      const value = (await of([key])).get(key);
      expect(value).not.toBeInstanceOf(ProviderError);
      if (value === undefined || (Array.isArray(value) && value.length === 0)) empty.push(read);
    }
    expect(empty).toEqual([]);
  });

  it('asks nobody about nobody', async () => {
    calls.length = 0;
    for (const [, of] of readsOf(open(name), createCall())) expect(await of([])).toEqual(new Map());
    expect(calls).toEqual([]);
  });

  it('takes a customer that does not exist for nothing worse', async () => {
    for (const [read, of] of readsOf(open(name), createCall())) {
      const value = (await of([unknownKey])).get(unknownKey) ?? null;
      expect([read, value instanceof ProviderError]).toEqual([read, false]);
    }
  });

  it.each([
    ['nobody listens', { baseUrl: 'http://127.0.0.1:1' }, 'unavailable'],
    ['the key is wrong', { apiKey: 'wrong' }, 'unauthenticated'],
  ])('fails every read, for every key, when %s', async (_why, settings, failure) => {
    const provider = open(name, settings);
    for (const [read, of] of readsOf(provider, createCall())) {
      expect([read, await failureAt(of([key]), key)]).toEqual([read, failure]);
    }
  });

  it('does not take a wrong base URL for customers that do not exist', async () => {
    const account = sandbox.accounts.find((each) => each.name === name) ?? expect.fail(`no ${name}`);
    const provider = open(name, { baseUrl: `${new URL(account.baseUrl).origin}/elsewhere` });
    expect(await failureAt(provider.customers.byKeys([key], createCall()), key)).toBe('rejected');
    expect(await failureAt(provider.customers.byExternalIds(['acct-1'], createCall()), 'acct-1')).toBe(
      'rejected',
    );
  });

  it('calls nobody any more once the request has ended', async () => {
    calls.length = 0;
    for (const [read, of] of readsOf(open(name), createCall(AbortSignal.abort()))) {
      expect([read, await failureAt(of([key]), key)]).toEqual([read, 'unavailable']);
    }
    expect(calls).toEqual([]);
  });
});
