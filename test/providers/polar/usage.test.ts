import { describe, expect, it } from 'vitest';
import {
  createCall,
  type FakeAnswer,
  fakePolar,
  fixture,
  list,
  now,
  plain,
  polarId,
  type Row,
  refusals,
  type SeenRequest,
  valueAt,
} from './support.ts';

const customer = polarId(1);
const other = polarId(2);
const whole = { subscriptionId: null };

const meterRow = (changes: Row = {}) => fixture('customer-meter', { customer_id: customer, ...changes });
const subscription = (changes: Row = {}) => fixture('subscription', { customer_id: customer, ...changes });

function polarWith(meters: FakeAnswer, subscriptions: FakeAnswer) {
  return ({ path }: SeenRequest): FakeAnswer => (path === '/v1/customer-meters/' ? meters : subscriptions);
}

describe('Polar usage', () => {
  it('comes from the meters of many customers, in an order without ties', async () => {
    const { provider, sent } = fakePolar(() => list(meterRow()));
    const batch = await provider.usage.ofCustomers([customer, other], whole, createCall());
    expect(valueAt(batch, customer)).toMatchObject({ asOf: now, charges: [] });
    expect(valueAt(batch, customer).items).toHaveLength(1);
    expect(valueAt(batch, other)).toEqual({ asOf: now, items: [], charges: [] });
    expect(sent()).toEqual([
      `GET /v1/customer-meters/?customer_id=${customer}&customer_id=${other}&sorting=customer_id&sorting=meter_id&limit=100&page=1`,
    ]);
  });

  it('has no entry for a key that cannot be a customer', async () => {
    const { provider } = fakePolar(() => list());
    expect(await provider.usage.ofCustomers(['orchard-7'], whole, createCall())).toEqual(new Map());
  });

  it('tells charges where the request has the subscriptions anyway, whichever field comes first', async () => {
    const { provider, requests } = fakePolar(polarWith(list(meterRow()), list(subscription())));
    const call = createCall();
    const [usage] = await Promise.all([
      provider.usage.ofCustomers([customer], whole, call),
      provider.subscriptions.ofCustomers([customer], { includeInactive: false }, call),
    ]);
    const charge = { amount: '3.15', currency: 'EUR' };
    expect(plain(valueAt(usage, customer))).toMatchObject({ items: [{ charge }], charges: [charge] });
    expect(requests).toHaveLength(2);
  });

  it('lives without charges where the field that asked for the subscriptions fails', async () => {
    const { provider } = fakePolar(polarWith(list(meterRow()), { status: 503, text: '' }));
    const call = createCall();
    const [usage] = await Promise.all([
      provider.usage.ofCustomers([customer], whole, call),
      provider.subscriptions.ofCustomers([customer], { includeInactive: false }, call),
    ]);
    expect(plain(valueAt(usage, customer))).toMatchObject({ items: [{ charge: null }], charges: [] });
  });

  it.each<Row>([{ meters: 'none' }, { meters: [{ amount: '315' }] }])(
    'does not take charges for none where the subscriptions have %j, which no other field would tell',
    async (changes) => {
      const { provider } = fakePolar(polarWith(list(meterRow()), list(subscription(changes))));
      const call = createCall();
      const [usage, subscriptions] = await Promise.all([
        provider.usage.ofCustomers([customer], whole, call),
        provider.subscriptions.ofCustomers([customer], { includeInactive: false }, call),
      ]);
      expect(usage.get(customer)).toMatchObject({ failure: 'bad-response' });
      expect(valueAt(subscriptions, customer)).toHaveLength(1);
    },
  );

  it('of one subscription comes from that subscription alone', async () => {
    const { provider, sent } = fakePolar(() =>
      list(subscription({ id: 'first' }), subscription({ id: 'second', meters: [] })),
    );
    const filter = { subscriptionId: 'first' };
    const batch = await provider.usage.ofCustomers([customer], filter, createCall());
    expect(valueAt(batch, customer).items).toMatchObject([{ subscriptionId: 'first' }]);
    expect(sent()).toEqual([`GET /v1/subscriptions/?customer_id=${customer}&limit=100&page=1`]);
  });

  it('of a subscription that the customer does not have is empty', async () => {
    const { provider } = fakePolar(() => list(subscription()));
    const filter = { subscriptionId: 'of-somebody-else' };
    const batch = await provider.usage.ofCustomers([customer], filter, createCall());
    expect(valueAt(batch, customer)).toEqual({ asOf: now, items: [], charges: [] });
  });

  it('fails for the customer whose row is malformed, and for no other', async () => {
    const broken = meterRow({ consumed_units: '37.5' });
    const { provider } = fakePolar(() => list(broken, meterRow({ id: 'another', customer_id: other })));
    const batch = await provider.usage.ofCustomers([customer, other], whole, createCall());
    expect(batch.get(customer)).toMatchObject({ failure: 'bad-response' });
    expect(valueAt(batch, other).items).toHaveLength(1);
  });

  it('is not empty but an error where the token lacks the scope', async () => {
    const { provider } = fakePolar(() => refusals.insufficientScope);
    const batch = await provider.usage.ofCustomers([customer], whole, createCall());
    expect(plain(batch)).toEqual({ [customer]: 'forbidden: insufficient_scope' });
  });

  it('arrives with every digit', async () => {
    const text = JSON.stringify(list(meterRow()).json)
      .replace('"consumed_units":37.5', '"consumed_units":1234567890123456789.000000000000000001')
      .replace('"credited_units":250', '"credited_units":9007199254740993')
      .replace('"balance":212.5', '"balance":-0.1000000000000000055511151231257827');
    const { provider } = fakePolar(() => ({ text, headers: { 'content-type': 'application/json' } }));
    const batch = await provider.usage.ofCustomers([customer], whole, createCall());
    expect(plain(valueAt(batch, customer).items[0])).toMatchObject({
      quantity: '1234567890123456789.000000000000000001',
      limit: '9007199254740993',
      remaining: '-0.1000000000000000055511151231257827',
    });
  });
});
