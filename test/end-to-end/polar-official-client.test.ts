import { Polar } from '@polar-sh/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningServer, serve } from '../../src/sandbox/http-server.ts';
import { createPolarSandbox } from '../../src/sandbox/polar/create-polar-sandbox.ts';
import { awkwardExternalIds } from '../../src/sandbox/polar/seed/special-customers.ts';

const now = new Date('2026-05-15T12:00:00.250Z');
const apiKey = 'polar_oat_official_client';
const stranger = '7a1f6f0e-52c1-4b58-9d5b-0a4f6c2b9e11';

let server: RunningServer;
let polar: Polar;

beforeAll(async () => {
  server = await serve(createPolarSandbox({ now: () => now, apiKey }), 0, () => {});
  polar = new Polar({ accessToken: apiKey, serverURL: server.url });
});

afterAll(() => server.close());

type Pages<Item> = AsyncIterable<{ readonly result: { readonly items: readonly Item[] } }>;

/** All items of a list, over all of its pages. */
async function all<Item>(pages: Promise<Pages<Item>>): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of await pages) items.push(...page.result.items);
  return items;
}

/** The first item of a list that must not be empty. */
async function firstOf<Item>(pages: Promise<Pages<Item>>): Promise<Item> {
  const [item] = await all(pages);
  if (item === undefined) throw new Error('the list is empty');
  return item;
}

function externalCustomer(externalId: string) {
  return polar.customers.getExternal({ externalId });
}

describe('reading customers', () => {
  test('list pages to its end, every item parsed', async () => {
    const customers = await all(polar.customers.list({ limit: 20 }));
    expect(new Set(customers.map(({ id }) => id)).size).toBe(customers.length);
    expect(customers.length).toBeGreaterThan(65);
    expect(customers.filter(({ type }) => type === 'team').map(({ name }) => name)).toEqual([
      'Globex',
      'Initech',
    ]);
    expect(customers.at(-1)).toMatchObject({ externalId: 'acct-1', name: 'Ada Lovelace' });
  });

  test('list filters by metadata, e-mail, activity and search', async () => {
    const byMetadata = await all(polar.customers.list({ metadata: { tier: 'gold', seats: 12 } }));
    const byEmail = await all(polar.customers.list({ email: 'GRACE.hopper@example.com' }));
    const bySearch = await all(polar.customers.list({ query: 'acme', sorting: ['name'] }));
    const inactive = await all(polar.customers.list({ active: false, sorting: ['created_at'], limit: 1 }));
    expect(byMetadata).toMatchObject([{ externalId: 'acct-1' }]);
    expect(byEmail).toMatchObject([{ externalId: 'acct-2' }]);
    expect(bySearch.map(({ externalId }) => externalId)).toEqual(['acme', 'acme.io', 'acme/state']);
    expect(inactive[0]).toMatchObject({ externalId: 'acct-7' });
  });

  test('get answers every field', async () => {
    const { id } = await externalCustomer('acct-1');
    const customer = await polar.customers.get({ id });
    expect(customer).toMatchObject({
      email: 'ada.lovelace@example.com',
      billingName: 'Lovelace Analytics GmbH',
      billingAddress: { country: 'DE', postalCode: '10115', line2: 'Second floor' },
      taxId: ['DE123456789', 'eu_vat'],
      locale: 'de',
      metadata: { tier: 'gold', seats: 12, discount_rate: 0.15, newsletter: true },
      createdAt: new Date('2025-05-20T12:00:00.250Z'),
      deletedAt: null,
    });
  });

  test.each(awkwardExternalIds.filter((id) => !id.includes('/')))(
    'get by the external id %s finds it',
    async (externalId) => {
      expect(await externalCustomer(externalId)).toMatchObject({ externalId });
    },
  );

  test('get by an external id with a slash finds nothing, search does', async () => {
    await expect(externalCustomer('eu/west/1')).rejects.toMatchObject({ statusCode: 404 });
    const found = await all(polar.customers.list({ query: 'eu/west/1' }));
    expect(found).toMatchObject([{ externalId: 'eu/west/1' }]);
  });

  test('get of a stranger is the client’s ResourceNotFound', async () => {
    await expect(polar.customers.get({ id: stranger })).rejects.toMatchObject({
      name: 'ResourceNotFound',
      statusCode: 404,
      error: 'ResourceNotFound',
      detail: 'Not found',
    });
  });

  test('state of every customer parses', async () => {
    const customers = await all(polar.customers.list({ limit: 100 }));
    const states = await Promise.all(customers.map(({ id }) => polar.customers.getState({ id })));
    expect(states.map(({ id }) => id)).toEqual(customers.map(({ id }) => id));
    const ada = await polar.customers.getStateExternal({ externalId: 'acct-1' });
    expect(ada).toMatchObject({
      activeSubscriptions: [{ status: 'active', amount: 2700, currency: 'eur' }],
      grantedBenefits: { length: 7 },
      activeMeters: { length: 4 },
    });
  });

  test('payment methods parse in both variants', async () => {
    const { id } = await externalCustomer('acct-1');
    const methods = await all(polar.customers.listPaymentMethods({ id }));
    expect(methods).toMatchObject([
      { type: 'card', isDefault: true, methodMetadata: { last4: '4242', expYear: 2039 } },
      { type: 'card', isDefault: false },
      { type: 'sepa_debit' },
    ]);
    expect(
      await all(polar.customers.listPaymentMethodsExternal({ externalId: 'acct-1', limit: 1 })),
    ).toHaveLength(3);
  });

  test('export is a CSV file', async () => {
    const file = await polar.customers.export({});
    expect(String(file).split('\r\n')[0]).toMatch(/^ID,External ID,Created At,/);
    expect(String(file)).toContain('grace.hopper@example.com');
  });
});

describe('writing customers', () => {
  test('create, update and delete take effect', async () => {
    const created = await polar.customers.create({
      type: 'individual',
      email: 'official@client.example',
      externalId: 'official-1',
      billingAddress: { country: 'GB' },
      taxId: 'GB123456789',
      metadata: { a: 1, b: 'two', c: true },
    });
    expect(created).toMatchObject({ externalId: 'official-1', taxId: ['GB123456789', 'gb_vat'] });
    const updated = await polar.customers.update({
      id: created.id,
      customerUpdate: { name: 'Official', metadata: { only: 'one' } },
    });
    expect(updated).toMatchObject({ name: 'Official', metadata: { only: 'one' } });
    expect(await externalCustomer('official-1')).toEqual(updated);
    await polar.customers.delete({ id: created.id });
    await expect(externalCustomer('official-1')).rejects.toMatchObject({ statusCode: 404 });
  });

  test('update and delete go by external id, too', async () => {
    await polar.customers.create({ type: 'team', externalId: 'official 2/2?', email: 'team@client.example' });
    await polar.customers.create({ email: 'third@client.example', externalId: 'official 3' });
    const updated = await polar.customers.updateExternal({
      externalId: 'official 3',
      customerUpdateExternalID: { locale: 'fr', name: 'Third' },
    });
    expect(updated).toMatchObject({ locale: 'fr', name: 'Third' });
    await polar.customers.deleteExternal({ externalId: 'official 3', anonymize: true });
    await expect(externalCustomer('official 3')).rejects.toMatchObject({ statusCode: 404 });
    expect(await all(polar.customers.list({ query: 'official 2/2?' }))).toMatchObject([{ type: 'team' }]);
  });

  test('a taken e-mail is the client’s HTTPValidationError', async () => {
    await expect(polar.customers.create({ email: 'ada.lovelace@example.com' })).rejects.toMatchObject({
      name: 'HTTPValidationError',
      statusCode: 422,
      detail: [
        {
          loc: ['body', 'email'],
          msg: 'A customer with this email address already exists.',
          type: 'value_error',
        },
      ],
    });
  });
});

describe('what customers have', () => {
  test('customer meters', async () => {
    const meters = await all(polar.customerMeters.list({ limit: 20 }));
    expect(meters.length).toBeGreaterThan(60);
    const own = await all(
      polar.customerMeters.list({
        externalCustomerId: ['acct-1', 'acct-2'],
        sorting: ['meter_name', 'balance'],
      }),
    );
    expect(own.map(({ meter, balance }) => [meter.name, balance])).toEqual([
      ['API calls', 7499.5],
      ['API calls', 10_000],
      ['Model tokens', -234_567.25],
      ['Model tokens', expect.any(Number)],
      ['Storage', -0.30000000000000004],
    ]);
    const [first] = own;
    expect(await polar.customerMeters.get({ id: first?.id ?? '' })).toEqual(first);
  });

  test('benefit grants, those of every sort of benefit', async () => {
    const grants = await all(polar.benefitGrants.list({ limit: 100 }));
    expect(new Set(grants.map(({ benefit }) => benefit.type))).toEqual(
      new Set([
        'custom',
        'discord',
        'downloadables',
        'feature_flag',
        'github_repository',
        'license_keys',
        'meter_credit',
        'slack_shared_channel',
      ]),
    );
    const failed = grants.filter(({ error }) => error != null);
    expect(failed).toMatchObject([{ isGranted: false, customer: { externalId: 'acct-1' } }]);
    const granted = await all(
      polar.benefitGrants.list({ externalCustomerId: 'team-initech', isGranted: true, limit: 100 }),
    );
    expect(granted.map(({ member }) => member?.role)).toContain('owner');
    expect(granted).toHaveLength(15);
  });

  test('subscriptions, of every status that lists show', async () => {
    const subscriptions = await all(polar.subscriptions.list({ limit: 25 }));
    expect(new Set(subscriptions.map(({ status }) => status))).toEqual(
      new Set(['incomplete_expired', 'trialing', 'active', 'past_due', 'canceled', 'unpaid', 'paused']),
    );
    const pending = subscriptions.find(({ pendingUpdate }) => pendingUpdate !== null);
    expect(pending).toMatchObject({ customer: { externalId: 'acct-12' } });
    const target = await polar.products.get({ id: pending?.pendingUpdate?.productId ?? '' });
    expect(target.name).toBe('Free');
    const ada = await firstOf(polar.subscriptions.list({ externalCustomerId: 'acct-1' }));
    expect(ada).toMatchObject({
      discount: { type: 'percentage', basisPoints: 2000, duration: 'forever' },
      prices: [{ amountType: 'fixed', priceAmount: 2700 }],
      currentPeriodEnd: expect.any(Date),
    });
    expect(await polar.subscriptions.get({ id: ada.id })).toEqual(ada);
    expect(await all(polar.subscriptions.list({ status: ['paused', 'unpaid'] }))).toHaveLength(2);
  });

  test('a deleted customer’s subscriptions come by its id', async () => {
    const ended = await all(polar.subscriptions.list({ status: 'canceled', limit: 100 }));
    const gone = ended.find(({ customer }) => customer.deletedAt !== null && customer.externalId === 'gone');
    const rows = await all(polar.subscriptions.list({ customerId: gone?.customerId ?? '' }));
    expect(rows).toMatchObject([{ customer: { email: 'gone@example.com', externalId: 'gone' } }]);
    expect(await all(polar.subscriptions.list({ externalCustomerId: 'gone' }))).toEqual([]);
  });

  test('orders are none', async () => {
    expect(await all(polar.orders.list({ externalCustomerId: 'acct-1' }))).toEqual([]);
    await expect(polar.orders.get({ id: stranger })).rejects.toMatchObject({ statusCode: 404 });
  });
});

describe('what is sold', () => {
  test('products, with prices of every kind', async () => {
    const products = await all(polar.products.list({ limit: 3 }));
    expect(products).toHaveLength(8);
    const kinds = products.flatMap(({ prices }) => prices.map(({ amountType }) => amountType));
    expect(new Set(kinds)).toEqual(new Set(['fixed', 'seat_based', 'metered_unit', 'custom']));
    const annual = products.find(({ meterInterval }) => meterInterval !== null);
    expect(annual).toMatchObject({
      recurringInterval: 'year',
      meterInterval: 'month',
      meterIntervalCount: 1,
    });
    expect(await all(polar.products.list({ id: products.slice(0, 2).map(({ id }) => id) }))).toHaveLength(2);
  });

  test('benefits and the grants of one', async () => {
    const benefits = await all(polar.benefits.list({ limit: 4 }));
    expect(benefits).toHaveLength(11);
    const flag = await firstOf(polar.benefits.list({ typeFilter: 'feature_flag' }));
    expect(await polar.benefits.get({ id: flag.id })).toEqual(flag);
    const { id: customerId } = await externalCustomer('acct-1');
    expect(await all(polar.benefits.grants({ id: flag.id, customerId, isGranted: true }))).toMatchObject([
      { benefitId: flag.id, customerId },
    ]);
  });

  test('meters of every unit', async () => {
    const meters = await all(polar.meters.list({ limit: 2 }));
    expect(meters.map(({ name, unit }) => [name, unit])).toEqual([
      ['API calls', 'scalar'],
      ['Legacy exports', 'scalar'],
      ['Model tokens', 'token'],
      ['Storage', 'custom'],
    ]);
    expect(await polar.meters.get({ id: meters[3]?.id ?? '' })).toMatchObject({
      customLabel: 'GB-hours',
      customMultiplier: 1000,
    });
  });

  test('discounts of every type and duration', async () => {
    const discounts = await all(polar.discounts.list({ limit: 5 }));
    expect(new Set(discounts.map(({ type, duration }) => `${type} ${duration}`)).size).toBe(6);
    const spring = await firstOf(polar.discounts.list({ query: 'spring' }));
    expect(await polar.discounts.get({ id: spring.id })).toMatchObject({
      amounts: { jpy: 1000, usd: 900 },
      durationInMonths: 12,
    });
  });
});

describe('hosted pages', () => {
  test('a customer session', async () => {
    const session = await polar.customerSessions.create({
      externalCustomerId: 'acct-1',
      returnUrl: 'https://app.example/back',
    });
    expect(session).toMatchObject({
      customer: { externalId: 'acct-1' },
      returnUrl: 'https://app.example/back',
      expiresAt: new Date('2026-05-15T13:00:00.250Z'),
    });
    const { id } = await externalCustomer('acct-1');
    expect((await polar.customerSessions.create({ customerId: id })).customerId).toBe(id);
  });

  test('a checkout', async () => {
    const { id } = await firstOf(polar.products.list({ query: 'pay as you go' }));
    const team = await firstOf(polar.products.list({ query: 'team' }));
    const created = await polar.checkouts.create({
      products: [team.id, id],
      externalCustomerId: 'acct-2',
      seats: 3,
      customerMetadata: { origin: 'test' },
      successUrl: 'https://app.example/thanks',
    });
    expect(created).toMatchObject({
      status: 'open',
      amount: 5700,
      totalAmount: 5700,
      currency: 'usd',
      seats: 3,
      externalCustomerId: 'acct-2',
      products: [{ name: 'Team' }, { name: 'Pay as you go' }],
      expiresAt: new Date('2026-05-16T12:00:00.250Z'),
    });
    expect(await polar.checkouts.get({ id: created.id })).toEqual(created);
    expect(await all(polar.checkouts.list({ externalCustomerId: 'acct-2' }))).toEqual([created]);
  });
});

describe('a client with a bad token', () => {
  test('is turned away', async () => {
    const outsider = new Polar({ accessToken: 'polar_oat_other', serverURL: server.url });
    await expect(outsider.customers.list({})).rejects.toMatchObject({ statusCode: 401 });
  });
});
