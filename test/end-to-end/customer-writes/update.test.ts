import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type CustomerGraph, openCustomerGraph, pathsOf } from '../../support/open-customer-graph.ts';
import {
  type CustomerFields,
  emailOf,
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

/** The calls that may have changed something. */
function writesTo(provider: ProviderName): readonly string[] {
  return graph.callsOf(provider).filter((call) => !call.startsWith('GET ') && !call.endsWith('/search'));
}

describe.each(providerNames)('updating a customer at %s', (provider) => {
  it('changes what is given and leaves the rest', async () => {
    const { customer: before } = await graph.create(fullInput(provider, 'changes a little'));
    const { __typename, customer } = await graph.update(provider, 'changes a little', { name: 'New Name' });
    expect(__typename).toBe('UpdateCustomerPayload');
    expect(customer).toEqual({ ...before, name: 'New Name', updatedAt: customer?.updatedAt });
    expect(await graph.find(provider, 'changes a little')).toMatchObject({
      ...before,
      name: 'New Name',
      updatedAt: expect.any(String),
    });
  });

  it('changes every field at once', async () => {
    await graph.create(leastInput(provider, 'changes all over'));
    const { provider: _provider, externalId, ...all } = fullInput(provider, 'changes all over');
    const changes = { ...all, email: emailOf('another') };
    const { customer } = await graph.update(provider, externalId, changes);
    expect(customer).toMatchObject(knownOnly(provider, { ...changes, externalId }));
    expect(await graph.find(provider, externalId)).toMatchObject(
      knownOnly(provider, { ...changes, externalId }),
    );
  });

  it('writes nothing where nothing is to change', async () => {
    const { customer: before } = await graph.create(fullInput(provider, 'stays the same'));
    graph.takeCalls();
    const { __typename, customer } = await graph.update(provider, 'stays the same', {});
    expect(writesTo(provider)).toEqual([]);
    expect([__typename, customer]).toEqual(['UpdateCustomerPayload', before]);
  });

  it('never creates a customer', async () => {
    expect(await graph.update(provider, 'not born', { name: 'Nobody' })).toEqual({
      __typename: 'NotFoundError',
      code: 'NOT_FOUND',
      message: expect.stringMatching(/\.$/),
    });
    expect(writesTo(provider)).toEqual([]);
    expect(await graph.find(provider, 'not born')).toBeNull();
  });

  it('changes an address part by part', async () => {
    const input = fullInput(provider, 'moves house');
    await graph.create(input);
    const { customer } = await graph.update(provider, 'moves house', {
      address: { city: 'Potsdam', postalCode: '14467', line2: null, state: '' },
    });
    expect(customer?.address).toEqual({
      ...input.address,
      city: 'Potsdam',
      postalCode: '14467',
      line2: null,
      state: null,
    });
    expect((await graph.find(provider, 'moves house'))?.address).toEqual(customer?.address);
  });

  it('gives an address to a customer who has none', async () => {
    await graph.create(leastInput(provider, 'finds a home'));
    const { customer } = await graph.update(provider, 'finds a home', {
      address: { country: 'FR', city: 'Lyon' },
    });
    expect(customer?.address).toEqual({
      line1: null,
      line2: null,
      city: 'Lyon',
      state: null,
      postalCode: null,
      country: 'FR',
    });
  });

  it('replaces all metadata: entries are kept with a new value, dropped and added', async () => {
    await graph.create(fullInput(provider, 'has metadata'));
    const metadata = [
      { key: 'source', value: 'web' },
      { key: 'tier', value: 'silver' },
    ];
    const { customer } = await graph.update(provider, 'has metadata', { metadata: metadata.toReversed() });
    expect(customer?.metadata).toEqual(metadata);
    expect((await graph.find(provider, 'has metadata'))?.metadata).toEqual(metadata);
  });

  it.each([[null], [[]]])('takes %j for no metadata at all', async (metadata) => {
    const externalId = `loses metadata to ${JSON.stringify(metadata)}`;
    const { customer: before } = await graph.create(fullInput(provider, externalId));
    const { customer } = await graph.update(provider, externalId, { metadata });
    expect(customer).toEqual({ ...before, metadata: [], updatedAt: customer?.updatedAt });
    expect((await graph.find(provider, externalId))?.metadata).toEqual([]);
  });

  it('takes the external id that the customer has for no change', async () => {
    const { customer: before } = await graph.create(fullInput(provider, 'keeps its id'));
    const { customer } = await graph.update(provider, 'keeps its id', {
      externalId: 'keeps its id',
      name: 'New',
    });
    expect(customer).toEqual({ ...before, name: 'New', updatedAt: customer?.updatedAt });
  });

  it('does not clear an external id', async () => {
    await graph.create(leastInput(provider, 'stays known'));
    graph.takeCalls();
    for (const externalId of [null, '']) {
      const result = await graph.update(provider, 'stays known', { externalId });
      expect([result.__typename, pathsOf(result)]).toEqual(['ValidationError', ['input.externalId']]);
    }
    expect(graph.callsOf(provider)).toEqual([]);
  });

  it('tells all mistakes in an input at once, and sends nothing', async () => {
    const result = await graph.update(provider, 'acct-2', {
      email: 'nobody',
      address: { country: 'de' },
      metadata: [
        { key: 'a', value: '1' },
        { key: 'a', value: '2' },
      ],
    });
    expect(pathsOf(result)).toEqual(['input.address.country', 'input.email', 'input.metadata.1.key']);
    expect(graph.callsOf(provider)).toEqual([]);
  });
});

describe('what a provider does not take in a change', () => {
  it.each<[ProviderName, CustomerFields, readonly string[]]>([
    ['flexprice', { currency: 'EUR', locale: 'de', taxId: 'DE1' }, ['currency', 'locale', 'taxId']],
    ['flexprice', { email: 'ann@host', address: { country: 'ZZ' } }, ['address.country', 'email']],
    ['lago', { locale: 'tlh' }, ['locale']],
    ['lago', { currency: 'QQQ' }, ['currency']],
    ['lago', { address: { country: 'ZZ' }, email: 'ann@host' }, ['address.country', 'email']],
    ['polar', { phone: '1', currency: 'EUR', timezone: 'UTC' }, ['currency', 'phone', 'timezone']],
    ['polar', { taxId: 'nonsense' }, ['taxId']],
    // The tax id that is there is looked at again under the new country's rules.
    ['polar', { address: { country: 'FR' } }, ['taxId']],
    ['polar', { address: { country: 'ZZ' } }, ['address.country']],
    ['polar', { address: { country: 'CA', state: 'Narnia' }, taxId: null }, ['address.state']],
  ])('at %s comes back by our names, and nothing is changed: %j', async (provider, changes, paths) => {
    const externalId = `is not changed ${JSON.stringify(changes).replaceAll(/\W/g, '')}`;
    const { customer: before } = await graph.create(fullInput(provider, externalId));
    const result = await graph.update(provider, externalId, { name: 'Should not be', ...changes });
    expect([result.__typename, pathsOf(result)]).toEqual([
      'ValidationError',
      paths.map((path) => `input.${path}`),
    ]);
    expect(await graph.find(provider, externalId)).toEqual(before);
  });

  it('is an address without a country at polar, where there is none yet', async () => {
    await graph.create(leastInput('polar', 'nowhere'));
    const result = await graph.update('polar', 'nowhere', { address: { city: 'Lyon' } });
    expect([result.__typename, pathsOf(result)]).toEqual(['ValidationError', ['input.address.country']]);
  });

  it("is another customer's e-mail address at polar", async () => {
    const { customer: before } = await graph.create(leastInput('polar', 'wants a name'));
    const result = await graph.update('polar', 'wants a name', { email: 'Grace.Hopper@example.com' });
    expect(result).toMatchObject({ __typename: 'ConflictError', code: 'CONFLICT' });
    expect(await graph.find('polar', 'wants a name')).toEqual(before);
  });
});

describe('metadata at lago', () => {
  it('stays on the invoice where its key is kept', async () => {
    await graph.update('lago', 'acct-1', {
      metadata: [
        { key: 'owner', value: 'lovelace' },
        { key: 'tier', value: 'platinum' },
        { key: 'new', value: 'entry' },
      ],
    });
    const { data } = await graph.ask(
      '{ customerByExternalId(provider: "lago", externalId: "acct-1") { raw } }',
    );
    const { metadata } = rawSchema.parse(data).customerByExternalId.raw;
    expect(metadata.toSorted((a, b) => (a.key < b.key ? -1 : 1))).toEqual([
      { key: 'new', value: 'entry', display_in_invoice: false },
      { key: 'owner', value: 'lovelace', display_in_invoice: false },
      { key: 'tier', value: 'platinum', display_in_invoice: true },
    ]);
  });
});

const rawSchema = z.object({
  customerByExternalId: z.object({
    raw: z.object({
      metadata: z.array(z.object({ key: z.string(), value: z.string(), display_in_invoice: z.boolean() })),
    }),
  }),
});
