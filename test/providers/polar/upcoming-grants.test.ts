import { describe, expect, it } from 'vitest';
import {
  createCall,
  type FakeAnswer,
  fakePolar,
  fixture,
  list,
  plain,
  polarId,
  type Row,
  type SeenRequest,
  valueAt,
} from './support.ts';

const customer = polarId(1);
const other = polarId(2);
const everything = { definition: true, unit: true, amount: true };
const withoutUnit = { ...everything, unit: false };
const periodEnd = '2026-04-03T08:15:45.000Z';
const meterId = '9a8b7c6d-5e4f-4a3b-9c2d-1e0f9a8b7c6d';
const benefitId = '8091a2b3-c4d5-4e6f-a708-192031425364';
const unlabelled = { prices: [], meters: [] };

const subscription = (changes: Row = {}) => fixture('subscription', { customer_id: customer, ...changes });
const creditBenefit = (id: string, properties: Row = {}) =>
  fixture('benefit', { id, description: `Credits ${id}`, properties });

/** A Polar that answers each list by its path. */
function polarWith(lists: Readonly<Record<string, FakeAnswer>>) {
  return ({ path }: SeenRequest): FakeAnswer => lists[path] ?? { status: 500, text: '' };
}

describe('Polar upcoming grants', () => {
  it('are computed from the subscription alone where that names the meter', async () => {
    const { provider, sent } = fakePolar(() => list(subscription({ id: 's1' })));
    const batch = await provider.upcomingGrants.ofCustomers([customer, other], everything, createCall());
    expect(plain(valueAt(batch, customer))).toEqual([
      {
        key: `s1:${benefitId}:${periodEnd}`,
        name: '250 rendered pages',
        credits: '250',
        unit: 'Rendered pages',
        amount: null,
        scheduledFor: periodEnd,
        expiresAt: null,
        estimated: true,
        requiresPayment: true,
        subscriptionId: 's1',
      },
    ]);
    expect(valueAt(batch, other)).toEqual([]);
    expect(sent()).toEqual([
      `GET /v1/subscriptions/?customer_id=${customer}&customer_id=${other}&limit=100&page=1`,
    ]);
  });

  it('come soonest first, one for each benefit that is still given', async () => {
    const benefits = [
      creditBenefit('b1'),
      creditBenefit('b2', { units: 7 }),
      fixture('benefit', { id: 'b3', is_deleted: true }),
      fixture('benefit', { id: 'b4', type: 'feature_flag', properties: {} }),
    ];
    const soon = '2026-03-20T00:00:00.000Z';
    const { provider } = fakePolar(() =>
      list(
        subscription({ id: 's1', product: { benefits } }),
        subscription({ id: 's2', current_period_end: soon }),
        subscription({ id: 's3', status: 'canceled' }),
      ),
    );
    const batch = await provider.upcomingGrants.ofCustomers([customer], everything, createCall());
    expect(valueAt(batch, customer).map(({ key }) => key)).toEqual([
      `s2:${benefitId}:${soon}`,
      `s1:b1:${periodEnd}`,
      `s1:b2:${periodEnd}`,
    ]);
  });

  it('count the granted seats, and ask for grants only then', async () => {
    const grant = (id: string, changes: Row = {}) =>
      fixture('benefit-grant', { id, customer_id: customer, subscription_id: 's1', ...changes });
    const { provider, sent } = fakePolar(
      polarWith({
        '/v1/subscriptions/': list(
          subscription({
            id: 's1',
            seats: 5,
            product: { benefits: [creditBenefit('b1'), creditBenefit('b2')] },
          }),
        ),
        '/v1/benefit-grants/': list(
          grant('g1', { benefit_id: 'b1' }),
          grant('g2', { benefit_id: 'b1' }),
          grant('g3', { benefit_id: 'b1', subscription_id: 's2' }),
          grant('g4', { benefit_id: 'b3' }),
        ),
      }),
    );
    const batch = await provider.upcomingGrants.ofCustomers([customer], everything, createCall());
    expect(plain(valueAt(batch, customer).map(({ credits }) => credits))).toEqual(['500', null]);
    expect(sent()[1]).toBe(
      `GET /v1/benefit-grants/?customer_id=${customer}&is_granted=true&limit=100&page=1`,
    );
  });

  it('are an error where the seats cannot be counted', async () => {
    const { provider } = fakePolar(polarWith({ '/v1/subscriptions/': list(subscription({ seats: 5 })) }));
    const batch = await provider.upcomingGrants.ofCustomers([customer], everything, createCall());
    expect(batch.get(customer)).toMatchObject({ failure: 'unavailable' });
  });

  it('keep every digit of the units', async () => {
    const text = JSON.stringify(list(subscription()).json).replace(
      '"units":250',
      '"units":90071992547409931',
    );
    const { provider } = fakePolar(() => ({ text, headers: { 'content-type': 'application/json' } }));
    const batch = await provider.upcomingGrants.ofCustomers([customer], everything, createCall());
    expect(plain(valueAt(batch, customer)[0])).toMatchObject({ credits: '90071992547409931' });
  });
});

describe('Polar upcoming grants of a subscription about to change its product', () => {
  const moving = (id: string, productId: string, customerId = customer) =>
    subscription({
      id,
      customer_id: customerId,
      pending_update: { id: 'u', applies_at: periodEnd, product_id: productId, seats: null },
    });
  const product = (id: string, ...benefits: readonly Row[]) => fixture('product', { id, benefits });

  it('are those of the next product, all next products in one call', async () => {
    const { provider, sent } = fakePolar(
      polarWith({
        '/v1/subscriptions/': list(moving('s1', 'p1'), moving('s2', 'p2', other), moving('s3', 'p1', other)),
        '/v1/products/': list(product('p2'), product('p1', creditBenefit('b9', { units: 3 }))),
      }),
    );
    const batch = await provider.upcomingGrants.ofCustomers([customer, other], everything, createCall());
    expect(plain(valueAt(batch, customer))).toMatchObject([{ name: 'Credits b9', credits: '3' }]);
    expect(valueAt(batch, other).map(({ subscriptionId }) => subscriptionId)).toEqual(['s3']);
    expect(sent().slice(1)).toEqual(['GET /v1/products/?id=p1&id=p2&limit=100&page=1']);
  });

  it.each<readonly [string, FakeAnswer, string]>([
    ['is not found', list(), 'bad-response: no such pending product'],
    ['is malformed', list(product('p1', { id: 'b' })), 'bad-response: benefits[0].type: invalid_type'],
    ['cannot be read', { status: 503, text: '' }, 'unavailable: null'],
  ])('are an error where the product %s', async (_name, products, expected) => {
    const { provider } = fakePolar(
      polarWith({
        '/v1/subscriptions/': list(moving('s1', 'p1'), subscription({ id: 's2', customer_id: other })),
        '/v1/products/': products,
      }),
    );
    const batch = await provider.upcomingGrants.ofCustomers([customer, other], everything, createCall());
    expect(String(plain(batch.get(customer)))).toContain(expected);
    expect(valueAt(batch, other)).toHaveLength(1);
  });
});

describe('the unit of a Polar upcoming grant', () => {
  const meters = list(fixture('meter', { id: 'else' }), fixture('meter', { id: meterId, name: 'Pages' }));
  const subscriptions = list(
    subscription({ ...unlabelled }),
    subscription({ id: 'second', customer_id: other, ...unlabelled }),
  );

  it('is the name on the price where the subscription has no usage', async () => {
    const { provider, requests } = fakePolar(() => list(subscription({ meters: [] })));
    const batch = await provider.upcomingGrants.ofCustomers([customer], everything, createCall());
    expect(valueAt(batch, customer)[0]?.unit).toBe('Rendered pages');
    expect(requests).toHaveLength(1);
  });

  it('comes from the one list of meters for all customers', async () => {
    const { provider, sent } = fakePolar(
      polarWith({ '/v1/subscriptions/': subscriptions, '/v1/meters/': meters }),
    );
    const batch = await provider.upcomingGrants.ofCustomers([customer, other], everything, createCall());
    expect(valueAt(batch, customer)[0]?.unit).toBe('Pages');
    expect(valueAt(batch, other)[0]?.unit).toBe('Pages');
    expect(sent().slice(1)).toEqual(['GET /v1/meters/?limit=100&page=1']);
  });

  it("comes from the customer's meters where the request has them anyway", async () => {
    const { provider, requests } = fakePolar(
      polarWith({
        '/v1/subscriptions/': subscriptions,
        '/v1/customer-meters/': list(
          fixture('customer-meter', { customer_id: customer, meter: { name: 'From usage' } }),
        ),
      }),
    );
    const call = createCall();
    const [batch] = await Promise.all([
      provider.upcomingGrants.ofCustomers([customer], everything, call),
      provider.usage.ofCustomers([customer], { subscriptionId: null }, call),
    ]);
    expect(valueAt(batch, customer)[0]?.unit).toBe('From usage');
    expect(requests.map(({ path }) => path).sort()).toEqual(['/v1/customer-meters/', '/v1/subscriptions/']);
  });

  it.each<readonly [string, FakeAnswer]>([
    ['is not listed', list(fixture('meter', { id: 'else' }))],
    ['cannot be read', { status: 503, text: '' }],
    ['is malformed', list(fixture('meter', { id: meterId, name: 7 }))],
  ])('is null where the meter %s', async (_name, answer) => {
    const { provider } = fakePolar(polarWith({ '/v1/subscriptions/': subscriptions, '/v1/meters/': answer }));
    const batch = await provider.upcomingGrants.ofCustomers([customer], everything, createCall());
    expect(plain(valueAt(batch, customer))).toMatchObject([{ credits: '250', unit: null }]);
  });

  it('costs nothing where it is not wanted', async () => {
    const { provider, requests } = fakePolar(polarWith({ '/v1/subscriptions/': subscriptions }));
    const batch = await provider.upcomingGrants.ofCustomers([customer], withoutUnit, createCall());
    expect(valueAt(batch, customer)).toHaveLength(1);
    expect(requests).toHaveLength(1);
  });
});
