import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type CustomerGraph,
  type MutationResult,
  openCustomerGraph,
  wholeCustomer,
} from '../../support/open-customer-graph.ts';
import { emailOf, fullInput, leastInput, providerNames } from '../../support/sample-customers.ts';

let graph: CustomerGraph;

beforeAll(async () => {
  graph = await openCustomerGraph();
});
beforeEach(() => void graph.takeCalls());
afterAll(() => graph.close());

const ten = Array.from({ length: 10 }, (_, index) => index);

function kindsOf(results: readonly MutationResult[]): readonly string[] {
  return results.map(({ __typename }) => __typename).sort();
}

const ensuredSchema = z.record(
  z.string(),
  z.object({ created: z.boolean(), customer: z.looseObject({ id: z.string() }) }),
);

describe.each(providerNames)('ensureCustomer at %s', (provider) => {
  it('creates who is not there, and says so', async () => {
    const input = fullInput(provider, 'is ensured');
    const { __typename, created, customer } = await graph.mutate('ensureCustomer', input);
    expect([__typename, created]).toEqual(['EnsureCustomerPayload', true]);
    expect(customer).toMatchObject({ externalId: 'is ensured', name: input.name });
    expect(await graph.find(provider, 'is ensured')).toEqual(customer);
  });

  it('gives who is there, and changes nothing', async () => {
    const { customer: before } = await graph.mutate('createCustomer', fullInput(provider, 'was there'));
    const input = { ...leastInput(provider, 'was there'), name: 'Other', email: emailOf('other') };
    expect(await graph.mutate('ensureCustomer', input)).toEqual({
      __typename: 'EnsureCustomerPayload',
      created: false,
      customer: before,
    });
  });

  it('refuses a bad input before anything is sent', async () => {
    const input = { ...leastInput(provider, 'is refused'), email: 'nobody' };
    expect((await graph.mutate('ensureCustomer', input)).__typename).toBe('ValidationError');
    expect(graph.takeCalls()).toEqual([]);
  });

  it('ten times at once makes one customer and ten equal answers', async () => {
    const input = fullInput(provider, 'is wanted by ten');
    const results = await Promise.all(ten.map(() => graph.mutate('ensureCustomer', input)));
    expect(new Set(kindsOf(results))).toEqual(new Set(['EnsureCustomerPayload']));
    expect(results.filter(({ created }) => created)).toHaveLength(1);
    const [first] = results;
    expect(results.map(({ customer }) => customer)).toEqual(ten.map(() => first?.customer));
    const sightings = await graph.findEverywhere({
      provider,
      id: first?.customer?.id ?? '',
      externalId: 'is wanted by ten',
    });
    expect(sightings.listed).toMatchObject({ nodes: [first?.customer], totalCount: 1 });
  });

  it('ten times in one request makes one customer and ten equal answers', async () => {
    const aliases = ten.map(
      (index) => `e${index}: ensureCustomer(input: $input) {
        ... on EnsureCustomerPayload { created customer { ...Whole } }
      }`,
    );
    const mutation = `mutation ($input: CreateCustomerInput!) { ${aliases.join('\n')} } ${wholeCustomer}`;
    const { data, errors } = await graph.ask(mutation, { input: fullInput(provider, 'is wanted ten times') });
    expect(errors).toBeUndefined();
    const results = Object.values(ensuredSchema.parse(data));
    expect(results.map(({ created }) => created)).toEqual(ten.map((index) => index === 0));
    expect(results.map(({ customer }) => customer)).toEqual(ten.map(() => results[0]?.customer));
  });
});

describe.each(providerNames)('createCustomer at %s', (provider) => {
  it('ten times at once makes one customer and nine conflicts', async () => {
    const inputs = ten.map((index) => ({
      ...leastInput(provider, 'is made by ten'),
      name: `Made by ${index}`,
      email: emailOf(`made by ${index}`),
    }));
    const results = await Promise.all(inputs.map((input) => graph.mutate('createCustomer', input)));
    expect(kindsOf(results)).toEqual([...ten.slice(1).map(() => 'ConflictError'), 'CreateCustomerPayload']);
    // The losers have not written over the winner.
    const winner = results.find(({ customer }) => customer !== undefined)?.customer;
    expect(await graph.find(provider, 'is made by ten')).toEqual(winner);
  });

  it('of ten different customers at once makes all ten', async () => {
    const results = await Promise.all(
      ten.map((index) => graph.mutate('createCustomer', leastInput(provider, `is one of ten: ${index}`))),
    );
    expect(results.map(({ customer }) => customer?.externalId)).toEqual(
      ten.map((index) => `is one of ten: ${index}`),
    );
    expect(new Set(results.map(({ customer }) => customer?.id)).size).toBe(10);
  });

  it('and ensureCustomer at once make one customer that all but one of the creates are told of', async () => {
    const input = leastInput(provider, 'is made and ensured');
    const [created, ensured] = await Promise.all([
      Promise.all(ten.slice(5).map(() => graph.mutate('createCustomer', input))),
      Promise.all(ten.slice(5).map(() => graph.mutate('ensureCustomer', input))),
    ]);
    const made = [...created, ...ensured].filter(
      (result) => result.__typename === 'CreateCustomerPayload' || result.created === true,
    );
    expect(made).toHaveLength(1);
    expect(new Set(ensured.map(({ customer }) => customer?.id)).size).toBe(1);
  });
});

describe('an e-mail address that another customer has', () => {
  it('keeps polar from ensuring a customer', async () => {
    const input = { ...leastInput('polar', 'is not ensured'), email: 'ada.lovelace@example.com' };
    const result = await graph.mutate('ensureCustomer', input);
    expect(result).toMatchObject({ __typename: 'ConflictError', code: 'CONFLICT' });
    expect(await graph.find('polar', 'is not ensured')).toBeNull();
  });
});
