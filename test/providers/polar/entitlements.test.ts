import { describe, expect, it } from 'vitest';
import { createCall, fakePolar, fixture, list, plain, polarId, type Row, valueAt } from './support.ts';

const customer = polarId(1);
const other = polarId(2);

describe('Polar entitlements', () => {
  const grant = (changes: Row = {}) => fixture('benefit-grant', { customer_id: customer, ...changes });

  it('come from the grants in force of many customers', async () => {
    const { provider, sent } = fakePolar(() => list(grant()));
    const batch = await provider.entitlements.ofCustomers([customer, other], createCall());
    expect(valueAt(batch, customer)).toHaveLength(1);
    expect(valueAt(batch, other)).toEqual([]);
    expect(sent()).toEqual([
      `GET /v1/benefit-grants/?customer_id=${customer}&customer_id=${other}&is_granted=true&limit=100&page=1`,
    ]);
  });

  it('fail for the customer whose benefit is malformed, and for no other', async () => {
    const broken = grant({ benefit: { properties: { units: null } } });
    const { provider } = fakePolar(() => list(broken, grant({ id: 'another', customer_id: other })));
    const batch = await provider.entitlements.ofCustomers([customer, other], createCall());
    expect(plain(batch.get(customer))).toBe('bad-response: units: invalid_union');
    expect(valueAt(batch, other)).toHaveLength(1);
  });

  it('are an error, not none, where they cannot be read', async () => {
    const { provider } = fakePolar(() => ({ status: 500, text: 'Internal Server Error' }));
    const batch = await provider.entitlements.ofCustomers([customer], createCall());
    expect(batch.get(customer)).toMatchObject({ failure: 'unavailable' });
  });
});
