import { expect, it } from 'vitest';
import type { CustomerFilter } from '../../src/billing/customer-list.ts';
import { isSatisfiable } from '../../src/providers/customer-filter.ts';

const everybody: CustomerFilter = { search: null, email: null, externalIds: null, metadata: [] };
const tier = (value: string) => ({ key: 'tier', value });

it.each<Partial<CustomerFilter>>([
  {},
  { search: 'ä 🙂', email: 'ada@example.com' },
  { metadata: [tier('gold'), { key: '__proto__', value: 'gold' }, tier('gold')] },
])('somebody may meet %j', (conditions) => {
  expect(isSatisfiable({ ...everybody, ...conditions })).toBe(true);
});

it.each<Partial<CustomerFilter>>([
  { search: 'a\0' },
  { email: '\ud800@example.com' },
  { metadata: [{ key: 'k\0', value: 'v' }] },
  { metadata: [tier('\udc00')] },
  { metadata: [tier('gold'), tier('silver')] },
])('nobody can meet %j', (conditions) => {
  expect(isSatisfiable({ ...everybody, ...conditions })).toBe(false);
});
