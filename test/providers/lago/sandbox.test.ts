import { Agent } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CustomerFilter, newestFirst } from '../../../src/billing/customer-list.ts';
import type { BillingProvider } from '../../../src/billing/provider.ts';
import { ProviderError } from '../../../src/billing/provider-error.ts';
import { accountOf } from '../../../src/config/account-of.ts';
import { createLagoProvider } from '../../../src/providers/lago/index.ts';
import { type RunningSandbox, startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { createCall, failureOf } from './support.ts';

// What the adapter sends, as an API takes it that was not written for these tests.

const dispatcher = new Agent();
let sandbox: RunningSandbox;
let lago: BillingProvider;

beforeAll(async () => {
  sandbox = await startSandbox();
  const account = sandbox.accounts.find(({ kind }) => kind === 'LAGO') ?? expect.fail('no Lago');
  lago = createLagoProvider(accountOf(account), { dispatcher, onExchange: () => {} });
});
afterAll(async () => {
  await dispatcher.destroy();
  await sandbox.close();
});

function find(filter: Partial<CustomerFilter>) {
  const everybody = { search: null, email: null, externalIds: null, metadata: [] };
  const [list] = lago.customerLists.listsOf({ filter: { ...everybody, ...filter }, order: newestFirst });
  return list?.window({ offset: 0, limit: 20 }, createCall()) ?? expect.fail('no list');
}

describe('the sandbox of Lago', () => {
  it.each(['plain', 'with.dot', 'a/b #1?&=%', 'ünï 客户'])(
    'creates, changes, finds and deletes %j',
    async (externalId) => {
      const { create, update, delete: remove } = lago.customerWrites;
      const first = { key: 'first', value: 'kept' };
      await create(
        {
          externalId,
          name: 'Ada',
          email: 'ada@example.com,bob@example.com',
          phone: '1',
          currency: 'EUR',
          timezone: 'Europe/Berlin',
          locale: 'pt-BR',
          taxId: 'DE1',
          address: { line1: 'a', line2: 'b', city: 'c', state: 'd', postalCode: 'e', country: 'DE' },
          metadata: [first, { key: 'second', value: 'goes' }],
        },
        createCall(),
      );
      const changed = await update(
        { externalId },
        {
          name: null,
          phone: null,
          timezone: null,
          locale: null,
          taxId: null,
          address: { line2: null, city: 'C' },
          metadata: [{ key: 'third', value: 'new' }, first],
        },
        createCall(),
      );
      expect(changed).toMatchObject({
        name: null,
        email: 'ada@example.com,bob@example.com',
        phone: null,
        currency: 'EUR',
        locale: null,
        taxId: null,
        address: { line1: 'a', line2: null, city: 'C', state: 'd', postalCode: 'e', country: 'DE' },
      });
      expect(changed.metadata).toHaveLength(2);
      expect(changed.metadata).toEqual(expect.arrayContaining([first, { key: 'third', value: 'new' }]));

      for (const filter of [
        { externalIds: [externalId] },
        { search: externalId.toUpperCase() },
        { email: 'bob@example.com' },
        { metadata: [first] },
      ]) {
        const { customers } = await find(filter);
        expect(customers.map(({ key }) => key)).toContain(externalId);
      }
      expect(await update({ externalId }, { metadata: null }, createCall())).toMatchObject({ metadata: [] });
      expect(await remove({ externalId }, createCall())).toBe(externalId);
      expect(await failureOf(remove({ externalId }, createCall()))).toEqual({ kind: 'not-found' });
    },
  );

  it('says in our words what it does not accept', async () => {
    const customer = { externalId: 'odd', email: 'a@b', address: { country: 'ZZ' }, currency: 'ABC' };
    const message = 'is not accepted by this provider';
    expect(await failureOf(lago.customerWrites.create(customer, createCall()))).toEqual({
      kind: 'invalid',
      issues: [
        { path: ['email'], message },
        { path: ['address', 'country'], message },
        { path: ['currency'], message },
      ],
    });
  });

  it('takes a coupon away, and once more without harm', async () => {
    for (const customer of ['acme.io', 'team/blue']) {
      const { coupons, couponRemoval } = lago;
      const read = async () => {
        const found = await coupons.ofCustomers([customer], { includeInactive: false }, createCall());
        const applied = found.get(customer) ?? [];
        return applied instanceof ProviderError ? expect.fail('not read') : applied;
      };
      const [coupon] = await read();
      const key = coupon?.key ?? expect.fail('no coupon');
      for (const _ of ['first', 'second']) {
        expect(await couponRemoval?.remove(key, createCall())).toMatchObject({ key, status: 'INACTIVE' });
      }
      expect(await read()).toEqual([]);
    }
  });

  it('opens portals and checkouts', async () => {
    const { portalSessions, checkoutSessions } = lago;
    for (const key of ['acct-1', 'acme.io']) {
      const portal = await portalSessions.create({ key }, { returnUrl: null }, createCall());
      expect(portal.url).toMatch(/^https:\/\/app\.lago\.example\/customer-portal\//);
    }
    const checkout = checkoutSessions?.create(
      { key: 'acct-1' },
      { products: null, successUrl: null },
      createCall(),
    );
    expect((await checkout)?.url).toMatch(/^https:\/\/checkout\./);
  });
});
