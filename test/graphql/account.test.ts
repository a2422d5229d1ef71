import { describe, expect, it } from 'vitest';
import { parseDecimal } from '../../src/billing/decimal.ts';
import { ProviderError } from '../../src/billing/provider-error.ts';
import { execute } from '../support/execute.ts';
import {
  createFakeProvider,
  customerOf,
  entitlementOf,
  type FakeProviderData,
} from '../support/fake-provider.ts';

const decimalOf = (text: string) => parseDecimal(text) ?? expect.fail(`${text} is not a decimal`);
const unavailable = (provider: string) => new ProviderError({ provider, failure: 'unavailable' });

function createProvider(name: string, known: Partial<FakeProviderData> = {}) {
  return createFakeProvider({
    name,
    customers: { [name]: customerOf({ provider: name, key: name, externalId: 'acct-1' }) },
    ...known,
  });
}

const balanceOf = (name: string, amount: string, currency = 'EUR') => ({
  [name]: {
    asOf: new Date(),
    settled: [{ amount: decimalOf(amount), currency }],
    live: null,
    credits: [],
    wallets: [],
  },
});

const query = `query ($externalId: String!) {
  account(externalId: $externalId) {
    externalId
    customers { provider { name } }
    unavailable { provider { name } code retryable }
    balances { amount currency }
    entitlement(feature: "sso") { access reason }
  }
}`;

describe('an account', () => {
  it('joins the customers of all providers and sums their money exactly, per currency', async () => {
    const answer = await execute(
      [
        createProvider('lago', { balance: balanceOf('lago', '0.1') }),
        createProvider('polar', { balance: balanceOf('polar', '0.2') }),
        createProvider('flexprice', {
          balance: balanceOf('flexprice', '7', 'USD'),
          entitlements: { flexprice: [entitlementOf({ feature: 'sso' })] },
        }),
      ],
      query,
      { externalId: 'acct-1' },
    );
    expect(answer).toEqual({
      data: {
        account: {
          externalId: 'acct-1',
          customers: [
            { provider: { name: 'lago' } },
            { provider: { name: 'polar' } },
            { provider: { name: 'flexprice' } },
          ],
          unavailable: [],
          balances: [
            { amount: '0.3', currency: 'EUR' },
            { amount: '7', currency: 'USD' },
          ],
          entitlement: { access: 'ALLOWED', reason: 'GRANTED' },
        },
      },
    });
  });

  it('answers the providers that can be asked and names those that cannot', async () => {
    const answer = await execute(
      [
        createProvider('lago', { balance: balanceOf('lago', '1') }),
        createProvider('polar', { down: unavailable('polar') }),
      ],
      query,
      { externalId: 'acct-1' },
    );
    expect(answer).toEqual({
      data: {
        account: {
          externalId: 'acct-1',
          customers: [{ provider: { name: 'lago' } }],
          unavailable: [{ provider: { name: 'polar' }, code: 'PROVIDER_UNAVAILABLE', retryable: true }],
          balances: null,
          entitlement: { access: 'UNKNOWN', reason: 'PROVIDER_UNAVAILABLE' },
        },
      },
    });
  });

  it('has no balances, with an error, when one of them cannot be read', async () => {
    const providers = [
      createProvider('lago', { balance: balanceOf('lago', '1') }),
      createProvider('polar', { balance: { polar: unavailable('polar') } }),
    ];
    const answer = await execute(providers, query, { externalId: 'acct-1' });
    expect(answer.data).toMatchObject({ account: { balances: null } });
    expect(answer.errors).toMatchObject([
      { path: ['account', 'balances'], extensions: { code: 'PROVIDER_UNAVAILABLE', provider: 'polar' } },
    ]);
  });

  it('is null only when every provider says that there is none', async () => {
    const nobody = { externalId: 'nobody' };
    expect(await execute([createProvider('lago'), createProvider('polar')], query, nobody)).toEqual({
      data: { account: null },
    });
    const { data } = await execute(
      [createProvider('lago'), createProvider('polar', { down: unavailable('polar') })],
      query,
      nobody,
    );
    expect(data).toMatchObject({
      account: { customers: [], unavailable: [{ provider: { name: 'polar' } }] },
    });
  });
});

describe('several accounts', () => {
  it('come in the order asked, with one read per provider, and fail one by one', async () => {
    const lago = createProvider('lago');
    const externalIds = ['nobody', 'acct-1', '..', 'acct-1'];
    const answer = await execute(
      [lago],
      'query ($externalIds: [String!]!) { accounts(externalIds: $externalIds) { externalId } }',
      { externalIds },
    );
    expect(answer.data).toEqual({
      accounts: [null, { externalId: 'acct-1' }, null, { externalId: 'acct-1' }],
    });
    expect(answer.errors).toMatchObject([
      { path: ['accounts', 2], extensions: { code: 'BAD_USER_INPUT', argument: 'externalIds[2]' } },
    ]);
    expect(lago.reads).toEqual([{ read: 'customersByExternalId', keys: ['nobody', 'acct-1'] }]);
  });

  it('are at most a hundred, and none for none', async () => {
    const ask = (count: number) =>
      execute(
        [createProvider('lago')],
        'query ($ids: [String!]!) { accounts(externalIds: $ids) { externalId } }',
        { ids: Array.from({ length: count }, (_, index) => `x${index}`) },
      );
    expect((await ask(0)).data).toEqual({ accounts: [] });
    expect((await ask(100)).errors).toBeUndefined();
    expect(await ask(101)).toMatchObject({
      data: null,
      errors: [{ extensions: { code: 'BAD_USER_INPUT', argument: 'externalIds' } }],
    });
  });
});
