import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CustomerGraph, openCustomerGraph, pathsOf } from '../../support/open-customer-graph.ts';
import {
  type CustomerFields,
  fullInput,
  knownOnly,
  leastInput,
  type ProviderName,
  providerNames,
} from '../../support/sample-customers.ts';

let graph: CustomerGraph;

beforeAll(async () => {
  graph = await openCustomerGraph();
});
beforeEach(() => void graph.takeCalls());
afterAll(() => graph.close());

describe.each(providerNames)('creating a customer at %s', (provider) => {
  it('keeps every field that the provider has a place for, and answers with them', async () => {
    const input = fullInput(provider, 'has everything');
    const result = await graph.create(input);
    expect(result).toMatchObject({
      __typename: 'CreateCustomerPayload',
      customer: knownOnly(provider, input),
    });
    expect(result.customer?.providerCustomerId).not.toBe('');
  });

  it('shows it to every read afterwards', async () => {
    const { customer } = await graph.create(fullInput(provider, 'seen by all'));
    const sightings = await graph.findEverywhere({
      provider,
      id: customer?.id ?? '',
      externalId: 'seen by all',
    });
    expect(sightings).toEqual({
      byId: customer,
      node: customer,
      byExternalId: customer,
      listed: { nodes: [customer], totalCount: 1, unavailable: [] },
    });
  });

  it('takes null, empty text and absent fields for not given', async () => {
    const least = leastInput(provider, 'has next to nothing');
    const address = { line1: '', line2: null, city: '', state: null, postalCode: '', country: null };
    const empty = {
      phone: '',
      currency: null,
      timezone: '',
      locale: null,
      taxId: '',
      address,
      metadata: null,
    };
    const { customer } = await graph.create({ ...least, ...empty });
    expect(customer).toMatchObject(knownOnly(provider, least));
  });

  it('never touches a customer that has the external id already', async () => {
    await graph.create(fullInput(provider, 'first come'));
    const before = await graph.find(provider, 'first come');
    const again = { ...leastInput(provider, 'first come'), name: 'Second', email: 'second@sample.example' };
    expect(await graph.create(again)).toEqual({
      __typename: 'ConflictError',
      code: 'CONFLICT',
      message: expect.stringMatching(/external id.*\.$/),
    });
    expect(await graph.find(provider, 'first come')).toEqual(before);
  });

  it('tells external ids apart by case and by normalization', async () => {
    const ids = ['Zoë', 'zoë', 'Zoe\u0308'];
    for (const externalId of ids) {
      const { customer } = await graph.create({
        ...leastInput(provider, externalId),
        name: `N ${externalId}`,
      });
      expect(customer).toMatchObject({ externalId, name: `N ${externalId}` });
    }
    const found = await Promise.all(ids.map((externalId) => graph.find(provider, externalId)));
    expect(found.map((customer) => customer?.name)).toEqual(ids.map((externalId) => `N ${externalId}`));
  });

  it('tells all mistakes in an input at once, and sends nothing', async () => {
    const result = await graph.create({
      ...leastInput(provider, '..'),
      email: 'nobody',
      address: { country: 'Germany' },
      metadata: [
        { key: 'a', value: '1' },
        { key: 'a', value: '2' },
        { key: '', value: '3' },
      ],
    });
    expect([result.__typename, result.code]).toEqual(['ValidationError', 'BAD_USER_INPUT']);
    expect(pathsOf(result)).toEqual([
      'input.address.country',
      'input.email',
      'input.externalId',
      'input.metadata.1.key',
      'input.metadata.2.key',
    ]);
    expect(graph.callsOf(provider)).toEqual([]);
  });
});

describe('creating a customer costs', () => {
  it.each([
    ['flexprice', ['POST /v1/customers']],
    // The POST would change a customer that is there already, so it is looked for first.
    ['lago', ['GET /api/v1/customers/counted', 'POST /api/v1/customers']],
    ['polar', ['POST /v1/customers/']],
  ] as const)('at %s the calls %j', async (provider, calls) => {
    await graph.create(leastInput(provider, 'counted'));
    expect(graph.callsOf(provider)).toEqual(calls);
  });
});

describe('an external id of a customer that was deleted', () => {
  it.each([
    ['flexprice', 'gone-1'],
    ['lago', 'deleted'],
    ['polar', 'gone'],
  ] as const)('can be given again at %s', async (provider, externalId) => {
    expect(await graph.create(leastInput(provider, externalId))).toMatchObject({
      __typename: 'CreateCustomerPayload',
      customer: knownOnly(provider, leastInput(provider, externalId)),
    });
  });
});

describe('what a provider does not take', () => {
  const tooLong = 'x'.repeat(10_000);
  const entries = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ key: `key ${index}`, value: 'v' }));

  it.each<[ProviderName, CustomerFields, readonly string[]]>([
    ['flexprice', { currency: 'EUR', locale: 'de', taxId: 'DE1' }, ['currency', 'locale', 'taxId']],
    ['polar', { phone: '1', currency: 'EUR', timezone: 'UTC' }, ['currency', 'phone', 'timezone']],
    ['flexprice', { name: null }, ['name']],
    ['flexprice', { name: '' }, ['name']],
    ['polar', { email: null }, ['email']],
    ['polar', { address: { city: 'Berlin' } }, ['address.country']],
    ['flexprice', { timezone: 'Moon/Base' }, ['timezone']],
    ['lago', { timezone: 'Moon/Base' }, ['timezone']],
    ['flexprice', { name: tooLong, phone: tooLong }, ['name', 'phone']],
    ['lago', { name: tooLong }, ['name']],
    ['polar', { name: tooLong }, ['name']],
    ['lago', { metadata: entries(6) }, ['metadata']],
    ['polar', { metadata: entries(51) }, ['metadata']],
    ['lago', { metadata: [{ key: 'x'.repeat(21), value: 'v' }] }, ['metadata.0.key']],
    ['lago', { metadata: [{ key: 'k', value: 'x'.repeat(101) }] }, ['metadata.0.value']],
    ['polar', { metadata: [{ key: 'x'.repeat(41), value: 'v' }] }, ['metadata.0.key']],
    ['polar', { metadata: [{ key: 'k', value: 'x'.repeat(501) }] }, ['metadata.0.value']],
    ['lago', { metadata: [{ key: 'k', value: '' }] }, ['metadata.0.value']],
    ['polar', { metadata: [{ key: 'k', value: '' }] }, ['metadata.0.value']],
  ])('at %s is refused before anything is sent: %j', async (provider, fields, paths) => {
    const result = await graph.create({ ...leastInput(provider, 'refused'), ...fields });
    expect(result.__typename).toBe('ValidationError');
    expect(pathsOf(result)).toEqual(paths.map((path) => `input.${path}`));
    expect(graph.callsOf(provider)).toEqual([]);
    expect(await graph.find(provider, 'refused')).toBeNull();
  });

  it.each<[ProviderName, CustomerFields, readonly string[]]>([
    ['flexprice', { email: 'ann@host' }, ['email']],
    ['flexprice', { address: { country: 'ZZ' } }, ['address.country']],
    ['flexprice', { email: 'ann@host', address: { country: 'ZZ' } }, ['address.country', 'email']],
    ['lago', { email: 'ann@host' }, ['email']],
    ['lago', { address: { country: 'ZZ' } }, ['address.country']],
    ['lago', { currency: 'QQQ' }, ['currency']],
    ['lago', { locale: 'tlh' }, ['locale']],
    ['lago', { currency: 'QQQ', address: { country: 'ZZ' } }, ['address.country', 'currency']],
    ['polar', { email: 'ann@host' }, ['email']],
    ['polar', { address: { country: 'ZZ' } }, ['address.country']],
    ['polar', { address: { country: 'KP' } }, ['address.country']],
    ['polar', { address: { country: 'US', state: 'Narnia' } }, ['address.state']],
    ['polar', { locale: '?' }, ['locale']],
    ['polar', { taxId: 'nonsense', address: { country: 'DE' } }, ['taxId']],
  ])('at %s comes back by our names when only the provider notices: %j', async (provider, fields, paths) => {
    const result = await graph.create({ ...leastInput(provider, 'unheard-of'), ...fields });
    expect(result.__typename).toBe('ValidationError');
    expect(pathsOf(result)).toEqual(paths.map((path) => `input.${path}`));
    // Neither the input nor the provider's own words.
    expect(result.issues?.map(({ message }) => message).join()).not.toMatch(
      /ann@host|ZZ|QQQ|nonsense|_|Key:|Input/,
    );
    expect(await graph.find(provider, 'unheard-of')).toBeNull();
  });

  it('is told of the address where a tax id at polar has no country', async () => {
    const result = await graph.create({ ...leastInput('polar', 'homeless'), taxId: 'DE123456789' });
    expect(result.__typename).toBe('ValidationError');
    expect(pathsOf(result)).toEqual([expect.stringMatching(/^input\.address\b/)]);
  });

  it('is told of the metadata that flexprice takes for an Indian tax id', async () => {
    const metadata = [{ key: 'gstin', value: 'not one' }];
    const result = await graph.create({ ...leastInput('flexprice', 'indian'), metadata });
    expect(result.__typename).toBe('ValidationError');
    expect(pathsOf(result)).toEqual([expect.stringMatching(/^input\.metadata\b/)]);
  });
});

describe('an e-mail address', () => {
  it('of another customer is a conflict at polar, and nothing is created', async () => {
    const input = { ...leastInput('polar', 'copycat'), email: 'ADA.Lovelace@example.com' };
    expect(await graph.create(input)).toEqual({
      __typename: 'ConflictError',
      code: 'CONFLICT',
      message: expect.stringMatching(/e-mail address.*\.$/),
    });
    expect(await graph.find('polar', 'copycat')).toBeNull();
  });
});

describe('a provider that is not configured', () => {
  it('is a mistake in the input, and nobody is asked', async () => {
    const result = await graph.create({ provider: 'stripe', externalId: 'x' });
    expect([result.__typename, pathsOf(result)]).toEqual(['ValidationError', ['input.provider']]);
    expect(graph.takeCalls()).toEqual([]);
  });
});
