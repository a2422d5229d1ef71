import { describe, expect, it } from 'vitest';
import type { CustomerChanges } from '../../../src/billing/customer-write.ts';
import { createOrganization, person } from './organization.ts';
import { createCall, createLago, type Fields, failureOf, linesOf } from './support.ts';

const taken = {
  kind: 'conflict',
  message: 'Another customer has this external id.',
  path: ['externalId'],
};
const stored = person('team-7');

/** What was sent with the writes, below the root key. */
const inputs = (sent: readonly { readonly method: string; readonly body: unknown }[]) =>
  sent.filter(({ method }) => method === 'POST').map(({ body }) => body);

describe('creating a customer of Lago', () => {
  it('looks first and then sends what is given', async () => {
    const { lago, sent } = createLago(createOrganization());
    const created = await lago.customerWrites.create(
      {
        externalId: 'new/1',
        name: 'Ada',
        email: null,
        locale: 'de',
        taxId: 'DE1',
        address: { line1: 'Am Deich 3', city: null, country: 'DE' },
        metadata: [{ key: 'tier', value: 'gold' }],
      },
      createCall(),
    );
    expect(linesOf(sent)).toEqual(['GET /customers/new%2F1', 'POST /customers']);
    expect(inputs(sent)).toEqual([
      {
        customer: {
          external_id: 'new/1',
          name: 'Ada',
          tax_identification_number: 'DE1',
          address_line1: 'Am Deich 3',
          country: 'DE',
          billing_configuration: { document_locale: 'de' },
          metadata: [{ key: 'tier', value: 'gold', display_in_invoice: false }],
        },
      },
    ]);
    expect(created).toMatchObject({ key: 'new/1', name: 'Ada', locale: 'de', address: { country: 'DE' } });
  });

  it('changes nobody who is there already', async () => {
    const { lago, sent } = createLago(createOrganization([stored]));
    const write = lago.customerWrites.create({ externalId: 'team-7', name: 'Ada' }, createCall());
    expect(await failureOf(write)).toEqual(taken);
    expect(linesOf(sent)).toEqual(['GET /customers/team-7']);
  });

  it('does not rely on what the request has read before', async () => {
    const { lago } = createLago(createOrganization());
    const call = createCall();
    expect(await lago.customers.byKeys(['new'], call)).toEqual(new Map());
    await lago.customerWrites.create({ externalId: 'new' }, call);
    expect(await failureOf(lago.customerWrites.create({ externalId: 'new' }, call))).toEqual(taken);
  });

  it('makes one customer and nine conflicts when ten try at once', async () => {
    const { lago, sent } = createLago(createOrganization());
    const writes = Array.from({ length: 10 }, () =>
      lago.customerWrites.create({ externalId: 'new' }, createCall()),
    );
    const results = await Promise.allSettled(writes);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(inputs(sent)).toHaveLength(1);
  });

  it('makes one customer and ten equal answers when ten make sure of it at once', async () => {
    const { lago, sent } = createLago(createOrganization());
    const ensured = await Promise.all(
      Array.from({ length: 10 }, () => lago.customerWrites.ensure({ externalId: 'new' }, createCall())),
    );
    expect(ensured.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(ensured.map(({ customer }) => JSON.stringify(customer))).size).toBe(1);
    expect(inputs(sent)).toHaveLength(1);
  });

  it('does not wait for writes to other customers', async () => {
    const { lago, sent } = createLago(createOrganization());
    await Promise.all(
      ['one', 'other'].map((externalId) => lago.customerWrites.create({ externalId }, createCall())),
    );
    expect(linesOf(sent).slice(0, 2)).toEqual(['GET /customers/one', 'GET /customers/other']);
  });

  it('looks in the filtered list where the external id has a dot', async () => {
    const { lago, sent } = createLago(createOrganization([person('acme')]));
    const created = await lago.customerWrites.create({ externalId: 'acme.io' }, createCall());
    expect(created).toMatchObject({ key: 'acme.io' });
    expect(linesOf(sent)).toEqual([
      'GET /customers?external_id=acme.io&page=1&per_page=1',
      'POST /customers',
    ]);
  });
});

describe('changing a customer of Lago', () => {
  const change = (changes: CustomerChanges, known: Fields = stored) => {
    const { lago, sent } = createLago(createOrganization([known]));
    return { sent, changed: lago.customerWrites.update({ externalId: 'team-7' }, changes, createCall()) };
  };

  it('sends what is to change and nothing else', async () => {
    const { sent, changed } = change({ phone: '+49 431 1', name: null });
    expect(await changed).toMatchObject({ phone: '+49 431 1', email: stored.email, taxId: 'DE811115555' });
    expect(linesOf(sent)).toEqual(['GET /customers/team-7', 'POST /customers']);
    expect(inputs(sent)).toEqual([{ customer: { external_id: 'team-7', phone: '+49 431 1', name: null } }]);
  });

  it('shows the first and last name where the name is cleared', async () => {
    expect(await change({ name: null }).changed).toMatchObject({ name: 'Maren Petersen' });
  });

  it('changes an address part by part', async () => {
    const { sent, changed } = change({ address: { line2: null, city: 'Laboe' } });
    expect(await changed).toMatchObject({ address: { line1: 'Am Deich 3', line2: null, city: 'Laboe' } });
    expect(inputs(sent)).toEqual([
      { customer: { external_id: 'team-7', address_line2: null, city: 'Laboe' } },
    ]);
  });

  it('keeps the metadata that stays by its id, and whether invoices show it', async () => {
    const { sent, changed } = change({
      metadata: [
        { key: 'domes', value: '5' },
        { key: 'tier', value: 'gold' },
      ],
    });
    await changed;
    expect(inputs(sent)).toEqual([
      {
        customer: {
          external_id: 'team-7',
          metadata: [
            {
              id: 'b4a7c6d5-1e2f-4a3b-9c8d-7e6f5a4b3c03',
              key: 'domes',
              value: '5',
              display_in_invoice: true,
            },
            { key: 'tier', value: 'gold', display_in_invoice: false },
          ],
        },
      },
    ]);
  });

  it.each([{ metadata: null }, { metadata: [] }])('takes all metadata away with %j', async (changes) => {
    const { sent, changed } = change(changes);
    await changed;
    expect(inputs(sent)).toEqual([{ customer: { external_id: 'team-7', metadata: [] } }]);
  });

  it('takes metadata that does not say what it needs for a bad response, and sends nothing', async () => {
    const { sent, changed } = change({ metadata: [] }, person('team-7', { metadata: [{ key: 'tier' }] }));
    expect(await failureOf(changed)).toMatchObject({ failure: 'bad-response' });
    expect(inputs(sent)).toEqual([]);
  });

  it.each<CustomerChanges>([{}, { externalId: 'team-7' }, { address: {} }])(
    'gives the customer back as it is where %j changes nothing',
    async (changes) => {
      const { sent, changed } = change(changes);
      expect(await changed).toMatchObject({ key: 'team-7', name: 'Sternwarte Kiel eG' });
      expect(linesOf(sent)).toEqual(['GET /customers/team-7']);
    },
  );

  it('never changes an external id', async () => {
    const { sent, changed } = change({ externalId: 'team-8', name: 'Ada' });
    expect(await failureOf(changed)).toEqual({
      kind: 'conflict',
      message: 'The external id cannot be changed once it is set.',
      path: ['externalId'],
    });
    expect(inputs(sent)).toEqual([]);
  });

  it.each(['team-8', 'team.8', '..', 'a\u0000b', ''])('creates no %j', async (key) => {
    const { lago, sent } = createLago(createOrganization([stored]));
    const write = lago.customerWrites.update({ key }, { name: 'Ada' }, createCall());
    expect(await failureOf(write)).toEqual({ kind: 'not-found' });
    expect(inputs(sent)).toEqual([]);
  });

  it('takes turns with the deletion of the customer, so that it does not come back', async () => {
    const { lago, sent } = createLago(createOrganization([stored]));
    const deleted = lago.customerWrites.delete({ key: 'team-7' }, createCall());
    const changed = lago.customerWrites.update({ externalId: 'team-7' }, { name: 'Ada' }, createCall());
    expect(await failureOf(changed)).toEqual({ kind: 'not-found' });
    expect(await deleted).toBe('team-7');
    expect(inputs(sent)).toEqual([]);
  });
});
