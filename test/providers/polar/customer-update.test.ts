import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { CustomerChanges } from '../../../src/billing/customer-write.ts';
import {
  brokenRule,
  complaint,
  createCall,
  type FakeAnswer,
  failureOf,
  fakePolar,
  fixture,
  misfit,
  polarId,
  refusalOf,
  refusals,
  type Row,
} from './support.ts';

const key = polarId(7);
const route = `/v1/customers/${key}`;

/** A Polar with one customer, that answers changes with what is given. */
function polarWith(changes: Row = {}, answer?: FakeAnswer) {
  const customer = fixture('customer', { id: key, ...changes });
  return fakePolar(({ method }) => (method === 'PATCH' && answer) || { json: customer });
}

/** What is sent for the changes, given by key. */
async function bodyOf(changes: CustomerChanges, record: Row = {}): Promise<unknown> {
  const { provider, requests } = polarWith(record);
  await provider.customerWrites.update({ key }, changes, createCall());
  return requests.find(({ method }) => method === 'PATCH')?.body;
}

describe('updating a Polar customer', () => {
  it('sends what is to change, by id and without looking first', async () => {
    const { provider, requests, sent } = polarWith();
    const changes = { name: 'Mira', email: 'm@orchard.example', locale: null, taxId: null, phone: null };
    const customer = await provider.customerWrites.update({ key }, changes, createCall());
    expect(customer).toMatchObject({ key, externalId: 'orchard-7' });
    expect(sent()).toEqual([`PATCH ${route}`]);
    expect(requests[0]?.body).toEqual({
      name: 'Mira',
      email: 'm@orchard.example',
      locale: null,
      tax_id: null,
    });
  });

  it('looks up whom an external id means, and changes that one by id', async () => {
    const { provider, sent } = polarWith();
    await provider.customerWrites.update({ externalId: 'orchard-7' }, { name: null }, createCall());
    expect(sent()).toEqual(['GET /v1/customers/external/orchard-7', `PATCH ${route}`]);
  });

  it('finds external ids that no path can hold', async () => {
    const record = fixture('customer', { id: key, external_id: 'eu/7' });
    const { provider, sent } = fakePolar(({ method }) =>
      method === 'PATCH'
        ? { json: record }
        : { json: { items: [record], pagination: { total_count: 1, max_page: 1 } } },
    );
    await provider.customerWrites.update({ externalId: 'eu/7' }, { name: 'Mira' }, createCall());
    expect(sent()).toEqual(['GET /v1/customers/?query=eu%2F7&limit=100&page=1', `PATCH ${route}`]);
  });

  it.each([
    [null, {}],
    [[], {}],
    [[{ key: 'tier', value: 'gold' }], { tier: 'gold' }],
  ])('replaces the metadata with %j', async (metadata, sent) => {
    expect(await bodyOf({ metadata })).toEqual({ metadata: sent });
  });

  it.each([[{ key }], [{ externalId: 'orchard-7' }]])(
    'without any change gives the customer as it is: %j',
    async (reference) => {
      const { provider, requests } = polarWith();
      const customer = await provider.customerWrites.update(
        reference,
        { phone: null, address: {} },
        createCall(),
      );
      expect(customer.name).toBe('Mira Halloran');
      expect(requests.map(({ method }) => method)).toEqual(['GET']);
    },
  );

  it('sends nothing where the changes are wrong', async () => {
    const { provider, requests } = polarWith();
    const refusal = refusalOf(
      provider.customerWrites.update(
        { externalId: 'orchard-7' },
        { externalId: null, email: null, address: null, timezone: 'Europe/Dublin' },
        createCall(),
      ),
    );
    expect(await refusal).toMatchObject({
      kind: 'invalid',
      issues: [{ path: ['externalId'] }, { path: ['email'] }, { path: ['timezone'] }, { path: ['address'] }],
    });
    expect(requests).toEqual([]);
  });
});

describe('the address of a Polar customer', () => {
  const whole = {
    line1: '1 Rue A',
    line2: null,
    city: 'Paris',
    state: null,
    postalCode: '75001',
    country: 'FR',
  };

  it('is sent without looking first where it is whole', async () => {
    const { provider, requests, sent } = polarWith();
    await provider.customerWrites.update({ key }, { address: whole }, createCall());
    expect(sent()).toEqual([`PATCH ${route}`]);
    expect(requests[0]?.body).toEqual({
      billing_address: {
        line1: '1 Rue A',
        line2: null,
        city: 'Paris',
        state: null,
        postal_code: '75001',
        country: 'FR',
      },
    });
  });

  it('keeps the parts that do not change', async () => {
    const { provider, requests, sent } = polarWith();
    await provider.customerWrites.update({ key }, { address: { line2: null, city: 'Cork' } }, createCall());
    expect(sent()).toEqual([`GET ${route}`, `PATCH ${route}`]);
    expect(requests[1]?.body).toEqual({
      billing_address: {
        line1: '4 Quay Street',
        line2: null,
        city: 'Cork',
        state: null,
        postal_code: 'H91 X2K9',
        country: 'IE',
      },
    });
  });

  it('is looked up once for a change by external id', async () => {
    const { provider, sent } = polarWith();
    await provider.customerWrites.update(
      { externalId: 'orchard-7' },
      { address: { city: 'Cork' } },
      createCall(),
    );
    expect(sent()).toEqual(['GET /v1/customers/external/orchard-7', `PATCH ${route}`]);
  });

  it('may begin with a country', async () => {
    expect(await bodyOf({ address: { country: 'IE' } }, { billing_address: null })).toMatchObject({
      billing_address: { line1: null, country: 'IE' },
    });
  });

  it('cannot begin without one', async () => {
    const { provider, sent } = polarWith({ billing_address: null });
    const update = provider.customerWrites.update({ key }, { address: { city: 'Cork' } }, createCall());
    expect(await refusalOf(update)).toEqual({
      kind: 'invalid',
      issues: [{ path: ['address', 'country'], message: 'is needed by this provider' }],
    });
    expect(sent()).toEqual([`GET ${route}`]);
  });

  it('is left alone where parts are cleared that it does not have', async () => {
    const { provider, sent } = polarWith({ billing_address: null });
    await provider.customerWrites.update({ key }, { address: { city: null, state: null } }, createCall());
    expect(sent()).toEqual([`GET ${route}`]);
  });
});

describe('an update that Polar refuses', () => {
  const rule = (field: string, text: string, type = 'value_error') =>
    brokenRule(complaint([field], type, text));

  it.each<[string, FakeAnswer, object]>([
    [
      'another external id, once there is one',
      rule('external_id', 'Customer external ID cannot be updated.'),
      {
        kind: 'conflict',
        message: 'The external id cannot be changed once it is set.',
        path: ['externalId'],
      },
    ],
    [
      'an external id that is taken',
      rule('external_id', 'A customer with this external ID already exists.'),
      { kind: 'conflict', message: 'Another customer has this external id.', path: ['externalId'] },
    ],
    [
      'an e-mail address that is taken',
      rule('email', 'A customer with this email address already exists.'),
      { kind: 'conflict', message: 'Another customer has this e-mail address.', path: ['email'] },
    ],
    [
      'a tax id without a country',
      rule('billing_address', 'Country is required to validate tax ID.', 'missing'),
      {
        kind: 'invalid',
        issues: [{ path: ['address', 'country'], message: 'is needed by this provider' }],
      },
    ],
    [
      'a tax id of another country',
      rule('tax_id', 'Invalid tax ID.', 'invalid'),
      { kind: 'invalid', issues: [{ path: ['taxId'], message: 'is not accepted by this provider' }] },
    ],
    [
      'an unknown state',
      misfit(complaint(['billing_address', 'state'])),
      {
        kind: 'invalid',
        issues: [{ path: ['address', 'state'], message: 'is not accepted by this provider' }],
      },
    ],
    ['a customer that is gone', refusals.missing, { kind: 'not-found' }],
  ])('for %s says so', async (_why, answer, refusal) => {
    const { provider, sent } = polarWith({}, answer);
    const update = provider.customerWrites.update({ key }, { externalId: 'x' }, createCall());
    expect(await refusalOf(update)).toEqual(refusal);
    expect(sent()).toEqual([`PATCH ${route}`]);
  });

  it.each([
    [{ externalId: 'orchard-7' }, ['GET /v1/customers/external/orchard-7']],
    [{ externalId: '..' }, []],
    [{ key: 'orchard-7' }, []],
    [{ key: '1F2E3D4C-5B6A-4798-8A9B-0C1D2E3F4A5B' }, []],
  ])('because there is nobody sends no change: %j', async (reference, calls) => {
    const { provider, sent } = fakePolar(() => refusals.missing);
    const update = provider.customerWrites.update(reference, { name: 'Mira' }, createCall());
    expect(await refusalOf(update)).toEqual({ kind: 'not-found' });
    expect(sent()).toEqual(calls);
  });

  it('is a failure where the route is missing', async () => {
    const { provider } = polarWith({}, refusals.unknownRoute);
    const error = await failureOf(provider.customerWrites.update({ key }, { name: 'x' }, createCall()));
    expect(error.failure).toBe('rejected');
  });

  it('does not change anybody where it could not look', async () => {
    const { provider, requests } = fakePolar(() => ({ status: 500, text: '' }));
    const update = provider.customerWrites.update({ externalId: 'a' }, { name: 'x' }, createCall());
    expect((await failureOf(update)).failure).toBe('unavailable');
    expect(requests).toHaveLength(1);
  });

  it.each<[string, FakeAnswer, string]>([
    ['another customer', { json: fixture('customer', { id: polarId(8) }) }, 'bad-response'],
    [
      'a deleted one',
      { json: fixture('customer', { id: key, deleted_at: '2026-03-01T00:00:00Z' }) },
      'bad-response',
    ],
    ['a 502', { status: 502, text: '<html></html>' }, 'outcome-unknown'],
  ])('is not taken for a success with %s', async (_what, answer, failure) => {
    const { provider, requests } = polarWith({}, answer);
    const error = await failureOf(provider.customerWrites.update({ key }, { name: 'x' }, createCall()));
    expect(error.failure).toBe(failure);
    expect(requests).toHaveLength(1);
  });

  it('keeps nothing of what Polar echoes', async () => {
    const { provider } = polarWith({}, rule('tax_id', 'Invalid tax ID IE6388047V.', 'invalid'));
    const error = await provider.customerWrites
      .update({ key }, { name: 'x' }, createCall())
      .catch((reason: unknown) => reason);
    expect(inspect(error, { depth: 10 })).not.toMatch(/mira|IE6388047V/);
  });
});
