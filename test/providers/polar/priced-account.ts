import { Agent } from 'undici';
import { expect } from 'vitest';
import type { Call } from '../../../src/billing/call.ts';
import type { PricedRead } from '../../../src/billing/call-cost.ts';
import { type CustomerFilter, newestFirst } from '../../../src/billing/customer-list.ts';
import type { BillingProvider } from '../../../src/billing/provider.ts';
import { accountOf } from '../../../src/config/account-of.ts';
import { createLoaders } from '../../../src/loaders/create-loaders.ts';
import { createPolarProvider } from '../../../src/providers/polar/index.ts';
import { startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { loaderOf } from '../../support/priced-reads.ts';
import { emailOf } from '../../support/sample-customers.ts';
import { openNothing } from '../../support/nothing-known.ts';
import { createCall, type FakeAnswer, fakePolar, polarId, type SeenRequest, valueAt } from './support.ts';

/** Whom to ask about. */
export interface Person {
  readonly key: string;
  readonly externalId: string;
}

/** An account to be asked, and how many calls have reached it. */
export interface Account {
  readonly provider: BillingProvider;
  createCall(): Call;
  received(): number;
}

/** How many calls it takes to make the reads of all these people in one tick. Throws where one fails. */
export async function callsFor(
  { provider, createCall, received }: Account,
  reads: readonly PricedRead[],
  people: readonly Person[],
): Promise<number> {
  const loaders = createLoaders({ call: createCall(), onFailure: () => {}, openKnown: openNothing });
  const before = received();
  await Promise.all(
    reads.flatMap((read) =>
      people.map(async ({ key, externalId }): Promise<unknown> => {
        const isByExternalId = read.kind === 'customers' && read.by === 'externalId';
        return loaderOf(loaders, read).load({ provider, key: isByExternalId ? externalId : key });
      }),
    ),
  );
  return received() - before;
}

/** People of whom a sandbox knows nothing. */
export function absentPeople(count: number): readonly Person[] {
  return Array.from({ length: count }, (_, index) => ({
    key: polarId(index + 1),
    externalId: `absent-${index + 1}`,
  }));
}

/** A filter that lets everybody pass. */
export const everybody: CustomerFilter = { search: null, email: null, externalIds: null, metadata: [] };

/** An account in front of a fake Polar. */
export function openFake(answer: (request: SeenRequest) => FakeAnswer): Account {
  const { provider, requests } = fakePolar(answer);
  return { provider, createCall: () => createCall(), received: () => requests.length };
}

/** The emulated Polar, asked in both ways. */
export interface PricedSandbox {
  /** Reads the account as a whole where that may take fewer calls. */
  readonly account: Account;
  /** Never does. */
  readonly cautious: Account;
  /** At least a hundred customers with one live subscription or none; the first has one. */
  readonly ordinary: readonly Person[];
  /** The id of a product. */
  readonly product: string;
  close(): Promise<void>;
}

/** Opens a sandbox of two pages of customers. */
export async function openPricedSandbox(): Promise<PricedSandbox> {
  let calls = 0;
  const sandbox = await startSandbox({
    onCall: () => {
      calls += 1;
    },
  });
  const dispatcher = new Agent();
  const chosen = sandbox.accounts.find(({ name }) => name === 'polar') ?? expect.fail('no polar');
  const open = (bulk: 'auto' | 'never'): Account => ({
    provider: createPolarProvider({ ...accountOf(chosen), bulk }, { dispatcher, onExchange: () => {} }),
    createCall: () => createCall(new Date()),
    received: () => calls,
  });
  const account = open('auto');
  await Promise.all(Array.from({ length: 20 }, (_, index) => createPerson(account, `more-${index}`)));
  const found = await findOrdinary(account);
  return {
    account,
    cautious: open('never'),
    ordinary: found,
    product: found[0]?.subscriptions[0]?.plan ?? expect.fail('nobody with a subscription'),
    async close() {
      await dispatcher.destroy();
      await sandbox.close();
    },
  };
}

/** Creates a customer with this external id. */
export async function createPerson({ provider, createCall }: Account, externalId: string): Promise<Person> {
  const customer = { externalId, email: emailOf(externalId) };
  const { key } = await provider.customerWrites.create(customer, createCall());
  return { key, externalId };
}

async function findOrdinary({ provider, createCall }: Account) {
  const call = createCall();
  const lists = provider.customerLists.listsOf({ filter: everybody, order: newestFirst });
  const windows = await Promise.all(lists.map((each) => each.window({ offset: 0, limit: 200 }, call)));
  const customers = windows.flatMap((window) => window.customers);
  const keys = customers.map(({ key }) => key);
  const live = await provider.subscriptions.ofCustomers(keys, { includeInactive: false }, call);
  const ordinary = customers.flatMap(({ key, externalId }) => {
    const subscriptions = valueAt(live, key);
    return externalId !== null && subscriptions.length <= 1 ? [{ key, externalId, subscriptions }] : [];
  });
  return ordinary.toSorted((one, other) => other.subscriptions.length - one.subscriptions.length);
}
