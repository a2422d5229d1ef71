import { describe, expect, it } from 'vitest';
import type { Call } from '../../src/billing/call.ts';
import type { Customer } from '../../src/billing/customer.ts';
import { encodeNodeId } from '../../src/graphql/node-id.ts';
import { execute } from '../support/execute.ts';
import { createFakeProvider, entitlementOf, type FakeProvider } from '../support/fake-provider.ts';
import { ada } from '../support/fake-writes.ts';

const id = encodeNodeId({ type: 'Customer', provider: 'lago', key: ada.key });

/** An account whose customer is entitled to what its name says, and which remembers the call objects. */
function createChangingProvider() {
  const calls: { readonly of: string; readonly call: Call }[] = [];
  const state: { customer: Customer } = { customer: ada };
  const fake = createFakeProvider({ name: 'lago' });
  const provider: FakeProvider = {
    ...fake,
    customerWrites: {
      ...fake.customerWrites,
      async update(_reference, { name }, call) {
        calls.push({ of: 'update', call });
        state.customer = { ...state.customer, name: name ?? state.customer.name };
        return state.customer;
      },
    },
    entitlements: {
      async ofCustomers(keys, call) {
        calls.push({ of: 'entitlements', call });
        return new Map(keys.map((key) => [key, [entitlementOf({ feature: String(state.customer.name) })]]));
      },
    },
  };
  return { provider, calls };
}

const update = (name: string) => `updateCustomer(input: { customer: { id: "${id}" }, name: ${name} }) {
  __typename ... on UpdateCustomerPayload { customer { name entitlements { feature } } }
}`;
const updated = (name: string) => ({
  __typename: 'UpdateCustomerPayload',
  customer: { name, entitlements: [{ feature: name }] },
});

describe('what is selected below a payload', () => {
  it('is read after its own change, also when one request makes several', async () => {
    const { provider, calls } = createChangingProvider();
    const answer = await execute([provider], `mutation { one: ${update('"B"')} two: ${update('"C"')} }`);
    expect(answer).toEqual({ data: { one: updated('B'), two: updated('C') } });
    expect(calls.map(({ of }) => of)).toEqual(['update', 'entitlements', 'update', 'entitlements']);
  });

  it('is read with nothing that was remembered from before the change', async () => {
    const { provider, calls } = createChangingProvider();
    await execute([provider], `mutation { one: ${update('"B"')} two: ${update('"C"')} }`);
    expect(new Set(calls.map(({ call }) => call)).size).toBe(4);
  });
});
