import { describe, expect, it } from 'vitest';
import type { BillingProvider } from '../../src/billing/provider.ts';
import { ProviderError } from '../../src/billing/provider-error.ts';
import { encodeNodeId } from '../../src/graphql/node-id.ts';
import { callerOf, executeAs } from '../support/execute-as.ts';
import {
  createFakeProvider,
  customerOf,
  entitlementOf,
  type FakeProviderData,
} from '../support/fake-provider.ts';

const everybody = callerOf({ scopes: ['customers:read'] });
const failure = new ProviderError({ provider: 'lago', failure: 'rejected' });

const idOf = (key: string) => encodeNodeId({ type: 'Customer', provider: 'lago', key });

const children = `
  usage(subscriptionId: "s") { asOf } pastUsage(periods: 2) { invoiceId }
  entitlements { feature } entitlement(feature: "exports") { access }
  upcomingGrants { name amount { currency } } coupons(includeInactive: true) { id }
  balance { wallets { live { amount } } } subscriptions { id }
`;

/** What these children are read by, each once, in any order. */
const childReads = [
  { read: 'usage', parameters: { subscriptionId: 's' } },
  { read: 'pastUsage', parameters: { subscriptionId: null, periods: 2 } },
  { read: 'entitlements' },
  { read: 'upcomingGrants', parameters: { definition: true, unit: false, amount: true } },
  { read: 'coupons', parameters: { includeInactive: true } },
  { read: 'balance', parameters: { money: true, live: true, credits: false } },
  { read: 'subscriptions', parameters: { includeInactive: false } },
];

/** An account that is asked for customers and says nothing until `answer` is called. */
function createPatientAccount(data: Partial<FakeProviderData> = {}) {
  const held: (() => void)[] = [];
  const hold = () => new Promise<void>((resolve) => held.push(resolve));
  const account = createFakeProvider({
    name: 'lago',
    customers: {
      ada: customerOf({ provider: 'lago', key: 'ada', externalId: 'ada' }),
      grace: customerOf({ provider: 'lago', key: 'grace', externalId: 'grace' }),
    },
    entitlements: { ada: [entitlementOf({ feature: 'exports' })] },
    pastUsage: {},
    ...data,
  });
  const { byKeys, byExternalIds } = account.customers;
  const provider: BillingProvider = {
    ...account,
    customers: {
      byKeys: async (...asked) => hold().then(() => byKeys(...asked)),
      byExternalIds: async (...asked) => hold().then(() => byExternalIds(...asked)),
    },
  };
  return {
    provider,
    /** The same, where external ids are keys. */
    keyed: { ...provider, customers: { ...provider.customers, keyOf: (externalId: string) => externalId } },
    reads: account.reads,
    answer() {
      for (const release of held) release();
    },
  };
}

type PatientAccount = ReturnType<typeof createPatientAccount>;

/** What has been asked for before anybody was found, and what came of it all. */
async function ask(
  { reads, answer }: PatientAccount,
  provider: BillingProvider,
  query: string,
  caller = everybody,
) {
  const answered = executeAs({ caller, providers: [provider] }, query);
  // All that does not wait for an answer happens before the event loop turns.
  await new Promise(setImmediate);
  const before = [...reads];
  answer();
  return { before, ...(await answered) };
}

describe('what is asked about a customer starts with it', () => {
  it.each([
    ['customer', `{ customer(id: "${idOf('ada')}") { ...All } }`],
    ['node', `{ node(id: "${idOf('ada')}") { ...All } }`],
    ['nodes', `{ nodes(ids: ["${idOf('ada')}"]) { ...All } }`],
    ['customerByExternalId', '{ customerByExternalId(provider: "lago", externalId: "ada") { ...All } }'],
  ])('and is asked once: %s', async (_field, query) => {
    const account = createPatientAccount();
    const { before, errors } = await ask(
      account,
      account.keyed,
      `${query} fragment All on Customer { ${children} }`,
    );
    expect(errors).toBeUndefined();
    const expected = childReads.map((read) => ({ ...read, keys: ['ada'] }));
    expect(before).toHaveLength(expected.length);
    expect(before).toEqual(expect.arrayContaining(expected));
    // Nothing is asked again once the customer is there but the customer itself.
    expect(account.reads).toHaveLength(expected.length + 1);
  });

  it('for all customers together', async () => {
    const account = createPatientAccount();
    const { before } = await ask(
      account,
      account.provider,
      `{
        nodes(ids: ["${idOf('ada')}", "${idOf('grace')}"]) { ... on Customer { coupons { id } } }
        customer(id: "${idOf('linus')}") { coupons { id } }
      }`,
    );
    expect(before).toEqual([
      { read: 'coupons', keys: ['ada', 'grace', 'linus'], parameters: { includeInactive: false } },
    ]);
  });

  it('but for what is not selected, or whose arguments are wrong', async () => {
    const account = createPatientAccount();
    const { before, errors } = await ask(
      account,
      account.provider,
      `{ customer(id: "${idOf('ada')}") {
        coupons @skip(if: true) { id } usage(subscriptionId: "..") { asOf } pastUsage(periods: 0) { invoiceId }
      } }`,
    );
    expect(before).toEqual([]);
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT']);
  });

  it('unless the account has to be asked what its key is', async () => {
    const account = createPatientAccount();
    const { before, data } = await ask(
      account,
      account.provider,
      '{ customerByExternalId(provider: "lago", externalId: "ada") { coupons { id } } }',
    );
    expect([before, data]).toEqual([[], { customerByExternalId: { coupons: null } }]);
  });
});

describe('whatever comes of it', () => {
  it('a customer who is not there is null, without an error', async () => {
    const account = createPatientAccount({
      customers: {},
      coupons: { ada: failure },
      balance: { ada: failure },
    });
    const { before, data, errors } = await ask(
      account,
      account.provider,
      `{ customer(id: "${idOf('ada')}") { coupons { id } balance { settled { amount } } } }`,
    );
    expect([before.length, data, errors]).toEqual([2, { customer: null }, undefined]);
  });

  it('a failure is one of the field that was asked for', async () => {
    const account = createPatientAccount({ coupons: { ada: failure } });
    const { data, errors } = await ask(
      account,
      account.provider,
      `{ customer(id: "${idOf('ada')}") { coupons { id } entitlements { feature } } }`,
    );
    expect(data).toEqual({ customer: { coupons: null, entitlements: [{ feature: 'exports' }] } });
    expect(errors).toMatchObject([
      { path: ['customer', 'coupons'], extensions: { code: 'PROVIDER_REJECTED' } },
    ]);
  });
});

describe('a caller who is a customer', () => {
  const ada = callerOf({ externalId: 'ada' });
  const byId = (key: string) => `{ customer(id: "${idOf(key)}") { coupons { id } } }`;
  const found = { read: 'customersByExternalId', keys: ['ada'] };

  it('is read with what is asked about it where its external id is the key', async () => {
    const account = createPatientAccount();
    const { before } = await ask(account, account.keyed, byId('ada'), ada);
    expect(before).toEqual([{ read: 'coupons', keys: ['ada'], parameters: { includeInactive: false } }]);
  });

  it.each(['ada', 'grace', 'nobody'])(
    'starts nothing where the account has to be asked whose a key is: %s',
    async (key) => {
      const account = createPatientAccount();
      const { before } = await ask(account, account.provider, byId(key), ada);
      expect([before, account.reads[0]]).toEqual([[], found]);
    },
  );

  it.each([
    byId('grace'),
    '{ customerByExternalId(provider: "lago", externalId: "grace") { coupons { id } } }',
  ])('never starts anything of somebody else: %s', async (query) => {
    const account = createPatientAccount();
    const { before, data } = await ask(account, account.keyed, query, ada);
    expect(before).toEqual([]);
    expect(Object.values(data ?? {})).toEqual([null]);
    expect(account.reads.filter(({ read }) => read !== 'customersByExternalId')).toEqual([]);
  });

  it('or nobody, starts nothing', async () => {
    const account = createPatientAccount();
    const { before } = await ask(
      account,
      account.keyed,
      `{ node(id: "${idOf('ada')}") { ... on Customer { coupons { id } } } }`,
      callerOf({}),
    );
    expect([before, account.reads]).toEqual([[], []]);
  });
});
