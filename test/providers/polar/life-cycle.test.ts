import { Agent } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CustomerFilter } from '../../../src/billing/customer-list.ts';
import type { BillingProvider } from '../../../src/billing/provider.ts';
import { accountOf } from '../../../src/config/account-of.ts';
import { createPolarProvider } from '../../../src/providers/polar/index.ts';
import { type RunningSandbox, startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { collect, createCall, refusalOf } from './support.ts';

const dispatcher = new Agent();
let sandbox: RunningSandbox;
let polar: BillingProvider;
let baseUrl: string;
let authorization: string;

beforeAll(async () => {
  sandbox = await startSandbox();
  const account = sandbox.accounts.find(({ name }) => name === 'polar') ?? expect.fail('no polar');
  polar = createPolarProvider(accountOf(account), { dispatcher, onExchange: () => {} });
  baseUrl = account.baseUrl;
  authorization = `Bearer ${account.apiKey}`;
});
afterAll(async () => {
  await dispatcher.destroy();
  await sandbox.close();
});

async function listed(conditions: Partial<CustomerFilter>): Promise<readonly (string | null)[]> {
  const filter = { search: null, email: null, externalIds: null, metadata: [], ...conditions };
  const lists = polar.customerLists.listsOf({ filter, order: { field: 'NAME', direction: 'ASC' } });
  const windows = await Promise.all(lists.map((list) => list.window({ offset: 0, limit: 10 }, createCall())));
  return windows.flatMap(({ customers }) => customers.map(({ externalId }) => externalId));
}

async function exported(externalId: string) {
  const rows = await collect(polar.customerExport?.rows(createCall()) ?? expect.fail('no export'));
  return rows.filter((row) => row.externalId === externalId);
}

async function anyProduct(): Promise<string> {
  const answer = await dispatcher.request({
    origin: baseUrl,
    path: '/v1/products/?limit=1',
    method: 'GET',
    headers: { authorization },
  });
  return /"id":"([0-9a-f-]{36})"/.exec(await answer.body.text())?.[1] ?? expect.fail('no product');
}

describe('a customer of the emulated Polar', () => {
  const reference = { externalId: 'eu/west/life 50%' };

  it('lives from its creation to its end', async () => {
    const { customerWrites } = polar;
    const created = await customerWrites.create(
      {
        ...reference,
        email: 'life@sample.example',
        name: 'Anaïs',
        locale: 'fr',
        taxId: 'FR61954506077',
        address: { city: 'Paris', country: 'FR' },
        metadata: [{ key: 'stage', value: 'new' }],
      },
      createCall(),
    );
    expect(created).toMatchObject({ ...reference, taxId: 'FR61954506077', address: { city: 'Paris' } });

    const changes = {
      name: 'Anaïs Nin',
      locale: null,
      address: { line1: '1 Rue A' },
      metadata: [{ key: 'stage', value: 'kept' }],
    };
    expect(await customerWrites.update(reference, changes, createCall())).toMatchObject({
      key: created.key,
      name: 'Anaïs Nin',
      locale: null,
      taxId: 'FR61954506077',
      address: { line1: '1 Rue A', city: 'Paris', country: 'FR' },
      metadata: [{ key: 'stage', value: 'kept' }],
    });

    expect(await listed({ metadata: changes.metadata, email: 'LIFE@sample.example' })).toEqual([
      reference.externalId,
    ]);
    expect(await listed({ search: 'anaïs n' })).toEqual([reference.externalId]);
    expect(await exported(reference.externalId)).toMatchObject([
      { key: created.key, name: 'Anaïs Nin', email: 'life@sample.example', country: 'FR' },
    ]);

    const returnUrl = 'https://shop.example/account';
    const portal = await polar.portalSessions.create(reference, { returnUrl }, createCall());
    expect(portal.url).toMatch(/^https:/);
    const input = { products: [await anyProduct()], successUrl: returnUrl };
    const checkout = await polar.checkoutSessions?.create(reference, input, createCall());
    expect(checkout?.url).toMatch(/^https:/);

    expect(await customerWrites.delete(reference, createCall())).toBe(created.key);
    const again = customerWrites.delete({ key: created.key }, createCall());
    expect(await refusalOf(again)).toEqual({ kind: 'not-found' });
    expect(await exported(reference.externalId)).toEqual([]);
    expect(await listed({ externalIds: [reference.externalId] })).toEqual([]);
  });

  it('is refused for what Polar alone can know', async () => {
    const { customerWrites } = polar;
    const taken = { externalId: 'acct-1', email: 'other@sample.example' };
    expect(await refusalOf(customerWrites.create(taken, createCall()))).toMatchObject({ kind: 'conflict' });
    const rename = customerWrites.update({ externalId: 'acct-1' }, { externalId: 'x' }, createCall());
    expect(await refusalOf(rename)).toEqual({
      kind: 'conflict',
      message: 'The external id cannot be changed once it is set.',
      path: ['externalId'],
    });
    const wrongTax = customerWrites.update({ externalId: 'acct-1' }, { taxId: 'none' }, createCall());
    expect(await refusalOf(wrongTax)).toMatchObject({ kind: 'invalid', issues: [{ path: ['taxId'] }] });
  });

  it('can be erased', async () => {
    const input = { externalId: 'erased', email: 'erased@sample.example' };
    const { customer } = await polar.customerWrites.ensure(input, createCall());
    expect(await polar.customerWrites.anonymize?.({ key: customer.key }, createCall())).toBe(customer.key);
    expect(await listed({ email: input.email })).toEqual([]);
  });
});
