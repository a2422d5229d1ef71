import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type CustomerGraph, openCustomerGraph } from '../../support/open-customer-graph.ts';
import { fullInput, leastInput } from '../../support/sample-customers.ts';

let graph: CustomerGraph;

beforeAll(async () => {
  graph = await openCustomerGraph();
});
beforeEach(() => void graph.takeCalls());
afterAll(() => graph.close());

describe('an external id', () => {
  it.each(['lago', 'polar'] as const)('cannot be changed at %s', async (provider) => {
    const { customer: before } = await graph.create(fullInput(provider, 'is written once'));
    const result = await graph.update(provider, 'is written once', {
      externalId: 'is written twice',
      name: 'New',
    });
    expect(result).toEqual({
      __typename: 'ConflictError',
      code: 'CONFLICT',
      message: 'The external id cannot be changed once it is set.',
    });
    expect(await graph.find(provider, 'is written once')).toEqual(before);
    expect(await graph.find(provider, 'is written twice')).toBeNull();
  });

  it('can be given once to a customer of polar who has none', async () => {
    const id = await walkIn();
    const taken = await graph.mutate('updateCustomer', { customer: { id }, externalId: 'acct-1' });
    expect(taken).toMatchObject({ __typename: 'ConflictError', code: 'CONFLICT' });
    const { customer } = await graph.mutate('updateCustomer', { customer: { id }, externalId: 'no longer' });
    expect(customer).toMatchObject({ id, externalId: 'no longer', name: 'Walk-in' });
    expect(await graph.find('polar', 'no longer')).toEqual(customer);
  });

  it.each([
    ['with metadata', { metadata: [{ key: 'tier', value: 'gold' }] }],
    ['without', {}],
    ['with null for it', { metadata: null }],
  ])('can be changed at flexprice, of a customer created %s', async (kind, fields) => {
    await graph.create({ ...leastInput('flexprice', `old name ${kind}`), ...fields });
    const changed = await graph.update('flexprice', `old name ${kind}`, { externalId: `new name ${kind}` });
    expect(changed).toMatchObject({
      __typename: 'UpdateCustomerPayload',
      customer: { externalId: `new name ${kind}`, name: 'Sample' },
    });
    expect(await graph.find('flexprice', `old name ${kind}`)).toBeNull();
    expect(await graph.find('flexprice', `new name ${kind}`)).toMatchObject({ id: changed.customer?.id });
  });

  it('changes at flexprice, and nothing else does', async () => {
    const { customer: before } = await graph.create(fullInput('flexprice', 'called so far'));
    const { customer } = await graph.update('flexprice', 'called so far', {
      externalId: 'called from now on',
    });
    // `PUT /customers` notes the new id in the metadata, unless metadata is sent along.
    const after = { ...before, externalId: 'called from now on' };
    expect(customer).toEqual({ ...after, updatedAt: customer?.updatedAt });
    expect(await graph.find('flexprice', 'called from now on')).toMatchObject({ metadata: before?.metadata });
  });

  it('can be changed at flexprice, of a customer whose metadata the provider holds as null', async () => {
    const before = await graph.find('flexprice', 'acct-6');
    const { customer } = await graph.update('flexprice', 'acct-6', { externalId: 'acct-6 again' });
    expect(customer).toMatchObject({ id: before?.id, externalId: 'acct-6 again', name: before?.name });
    expect(await graph.find('flexprice', 'acct-6')).toBeNull();
  });

  it('can be changed at flexprice together with everything else', async () => {
    await graph.create(fullInput('flexprice', 'changes id and all'));
    const metadata = [{ key: 'new', value: 'entry' }];
    const { customer } = await graph.update('flexprice', 'changes id and all', {
      externalId: 'changed id and all',
      name: 'New',
      metadata,
    });
    expect(customer).toMatchObject({ externalId: 'changed id and all', name: 'New', metadata });
    expect(await graph.find('flexprice', 'changed id and all')).toMatchObject({ name: 'New', metadata });
  });

  it("cannot become another customer's at flexprice", async () => {
    const { customer: before } = await graph.create(leastInput('flexprice', 'wants an id'));
    const result = await graph.update('flexprice', 'wants an id', { externalId: 'acct-1', name: 'New' });
    expect(result).toMatchObject({ __typename: 'ConflictError', code: 'CONFLICT' });
    expect(await graph.find('flexprice', 'wants an id')).toEqual(before);
    expect(await graph.find('flexprice', 'acct-1')).toMatchObject({ name: 'Ada Lovelace' });
  });
});

/** The id of polar's one customer without an external id. */
async function walkIn(): Promise<string> {
  const { data } = await graph.ask(
    '{ customers(provider: "polar", filter: { email: "walk.in@example.com" }) { nodes { id } } }',
  );
  const [customer] = z
    .object({ customers: z.object({ nodes: z.tuple([z.object({ id: z.string() })]) }) })
    .parse(data).customers.nodes;
  return customer.id;
}
