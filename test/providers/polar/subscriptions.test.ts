import { describe, expect, it } from 'vitest';
import { createCall, fakePolar, fixture, list, polarId, type Row, valueAt } from './support.ts';

const customer = polarId(1);

function subscription(status: string, changes: Row = {}): Row {
  return fixture('subscription', { id: status, status, customer_id: customer, ...changes });
}

const statuses = [
  'incomplete',
  'incomplete_expired',
  'trialing',
  'active',
  'past_due',
  'canceled',
  'unpaid',
  'paused',
  'hibernating',
];

async function readIds(includeInactive: boolean): Promise<readonly string[]> {
  const { provider } = fakePolar(() => list(...statuses.map((status) => subscription(status))));
  const batch = await provider.subscriptions.ofCustomers([customer], { includeInactive }, createCall());
  return valueAt(batch, customer).map(({ subscriptionId }) => subscriptionId);
}

describe('Polar subscriptions', () => {
  it('are those that give access, unless all are wanted', async () => {
    expect(await readIds(false)).toEqual(['trialing', 'active', 'past_due']);
    expect(await readIds(true)).toEqual(statuses);
  });

  it('share one call with coupons and upcoming grants of the same request', async () => {
    const { provider, requests } = fakePolar(() => list(subscription('active')));
    const call = createCall();
    const parts = { definition: true, unit: true, amount: true };
    const [subscriptions, coupons, grants] = await Promise.all([
      provider.subscriptions.ofCustomers([customer], { includeInactive: false }, call),
      provider.coupons.ofCustomers([customer], { includeInactive: false }, call),
      provider.upcomingGrants.ofCustomers([customer], parts, call),
    ]);
    expect(valueAt(subscriptions, customer)).toHaveLength(1);
    expect(valueAt(coupons, customer)).toHaveLength(1);
    expect(valueAt(grants, customer)).toHaveLength(1);
    expect(requests).toHaveLength(1);
  });

  it('are asked for anew by the next request', async () => {
    const { provider, requests } = fakePolar(() => list());
    await provider.subscriptions.ofCustomers([customer], { includeInactive: false }, createCall());
    await provider.subscriptions.ofCustomers([customer], { includeInactive: false }, createCall());
    expect(requests).toHaveLength(2);
  });

  it('live where only a part that another field needs is malformed', async () => {
    const { provider } = fakePolar(() =>
      list(subscription('active', { discount: { basis_points: 'half' } })),
    );
    const call = createCall();
    const filter = { includeInactive: false };
    const subscriptions = await provider.subscriptions.ofCustomers([customer], filter, call);
    const coupons = await provider.coupons.ofCustomers([customer], filter, call);
    expect(valueAt(subscriptions, customer)).toHaveLength(1);
    expect(coupons.get(customer)).toMatchObject({ failure: 'bad-response' });
  });
});
