import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type CustomerGraph, openCustomerGraph, pathsOf } from '../../support/open-customer-graph.ts';
import {
  type CustomerFields,
  fullInput,
  leastInput,
  type ProviderName,
} from '../../support/sample-customers.ts';

let graph: CustomerGraph;

beforeAll(async () => {
  graph = await openCustomerGraph();
});
beforeEach(() => void graph.takeCalls());
afterAll(() => graph.close());

describe('null', () => {
  it.each<[ProviderName, CustomerFields]>([
    ['flexprice', { phone: null }],
    ['lago', { name: null, email: null, phone: null, currency: null, locale: null, taxId: null }],
    ['lago', { timezone: null }],
    ['lago', { address: null }],
    ['polar', { name: null, locale: null, taxId: null }],
  ])('clears at %s: %j', async (provider, changes) => {
    const externalId = `is cleared of ${Object.keys(changes).join(', ')}`;
    const { customer: before } = await graph.create(fullInput(provider, externalId));
    const { customer } = await graph.update(provider, externalId, changes);
    // Without a zone of its own, the one that applies to the customer is told.
    const cleared = 'timezone' in changes ? { timezone: 'UTC' } : changes;
    expect(customer).toEqual({ ...before, ...cleared, updatedAt: customer?.updatedAt });
    expect(await graph.find(provider, externalId)).toMatchObject({ ...cleared, externalId });
  });

  it.each<[ProviderName, CustomerFields]>([
    ['flexprice', { address: { line1: null, line2: null, city: null, state: null, postalCode: null } }],
    ['lago', { address: { line1: null, city: null, country: null } }],
    ['polar', { address: { line1: null, line2: null, city: null, state: null, postalCode: null } }],
  ])('clears parts of an address at %s', async (provider, { address }) => {
    const input = fullInput(provider, 'loses parts of an address');
    await graph.create(input);
    const { customer } = await graph.update(provider, input.externalId, { address });
    const cleared = z.record(z.string(), z.null()).parse(address);
    expect(customer?.address).toEqual({ ...input.address, ...cleared });
  });

  it.each<[ProviderName, CustomerFields, readonly string[]]>([
    ['flexprice', { name: null, email: null, timezone: '' }, ['email', 'name', 'timezone']],
    ['flexprice', { address: { country: null } }, ['address.country']],
    ['flexprice', { address: null }, ['address']],
    ['polar', { email: null }, ['email']],
    ['polar', { address: { country: '' } }, ['address.country']],
    ['polar', { address: null }, ['address']],
  ])('is refused at %s where the provider cannot clear, before anything is sent: %j', async (...row) => {
    const [provider, changes, paths] = row;
    const externalId = `is not cleared of ${JSON.stringify(changes).replaceAll(/\W/g, '')}`;
    const { customer: before } = await graph.create(fullInput(provider, externalId));
    graph.takeCalls();
    const result = await graph.update(provider, externalId, changes);
    expect([result.__typename, pathsOf(result)]).toEqual([
      'ValidationError',
      paths.map((path) => `input.${path}`),
    ]);
    expect(graph.callsOf(provider)).toEqual([]);
    expect(await graph.find(provider, externalId)).toEqual(before);
  });

  it.each<[ProviderName, CustomerFields]>([
    ['flexprice', { currency: null, locale: '', taxId: null }],
    ['polar', { phone: '', currency: null, timezone: null }],
  ])('of what %s has no place for is there already: %j', async (provider, changes) => {
    const externalId = `never had ${Object.keys(changes).join(', ')}`;
    const { customer: before } = await graph.create(leastInput(provider, externalId));
    const { customer } = await graph.update(provider, externalId, changes);
    expect(customer).toEqual({ ...before, updatedAt: customer?.updatedAt });
  });
});
