import { describe, expect, it } from 'vitest';
import type { NewCustomer } from '../../../src/billing/customer-write.ts';
import {
  brokenRule,
  complaint,
  createCall,
  type FakeAnswer,
  failureOf,
  fakePolar,
  fixture,
  misfit,
  refusalOf,
  refusals,
  type SeenRequest,
} from './support.ts';

const least: NewCustomer = { externalId: 'orchard-7', email: 'mira@orchard.example' };
const created = { status: 201, json: fixture('customer') };

function polarThat(answer: FakeAnswer) {
  return fakePolar(() => answer);
}

describe('creating a Polar customer', () => {
  it('sends everything that was given, and no more', async () => {
    const { provider, requests } = polarThat(created);
    const customer = await provider.customerWrites.create(
      {
        ...least,
        name: 'Mira Halloran',
        phone: null,
        locale: 'en-IE',
        taxId: 'IE6388047V',
        address: { line1: '4 Quay Street', city: 'Galway', postalCode: 'H91 X2K9', country: 'IE' },
        metadata: [
          { key: 'segment', value: 'trade' },
          { key: '__proto__', value: 'x' },
        ],
      },
      createCall(),
    );
    expect(customer).toMatchObject({ externalId: 'orchard-7', name: 'Mira Halloran', taxId: 'IE6388047V' });
    expect(requests).toMatchObject([{ method: 'POST', path: '/v1/customers/' }]);
    expect(JSON.stringify(requests[0]?.body)).toBe(
      JSON.stringify({
        external_id: 'orchard-7',
        email: 'mira@orchard.example',
        name: 'Mira Halloran',
        locale: 'en-IE',
        tax_id: 'IE6388047V',
        billing_address: {
          line1: '4 Quay Street',
          line2: null,
          city: 'Galway',
          state: null,
          country: 'IE',
          postal_code: 'H91 X2K9',
        },
        metadata: { segment: 'trade', ['__proto__']: 'x' },
      }),
    );
  });

  it('sends the least that Polar needs', async () => {
    const { provider, requests } = polarThat(created);
    await provider.customerWrites.create({ ...least, address: {} }, createCall());
    expect(requests[0]?.body).toEqual({ external_id: 'orchard-7', email: 'mira@orchard.example' });
  });

  it('sends nothing where the input is wrong', async () => {
    const { provider, requests } = polarThat(created);
    const wrong = { externalId: '..', taxId: 'IE6388047V' };
    expect(await refusalOf(provider.customerWrites.create(wrong, createCall()))).toEqual({
      kind: 'invalid',
      issues: [
        { path: ['externalId'], message: 'must not be "." or ".."' },
        { path: ['email'], message: 'is needed by this provider' },
        { path: ['address', 'country'], message: 'is needed by this provider' },
      ],
    });
    expect(requests).toEqual([]);
  });

  it.each([
    ['external_id', 'A customer with this external ID already exists.', 'external id'],
    ['email', 'A customer with this email address already exists.', 'e-mail address'],
  ])('is a conflict where the %s is taken', async (field, text, name) => {
    const { provider, requests } = polarThat(brokenRule(complaint([field], 'value_error', text)));
    expect(await refusalOf(provider.customerWrites.create(least, createCall()))).toMatchObject({
      kind: 'conflict',
      message: `Another customer has this ${name}.`,
    });
    expect(requests).toHaveLength(1);
  });

  it('is told what Polar has against the fields, in words of our own', async () => {
    const { provider } = polarThat(
      misfit(
        complaint(['individual', 'email'], 'value_error', 'The domain orchard.example takes no mail.'),
        complaint(['individual', 'billing_address', 'country'], 'literal_error'),
      ),
    );
    const address = { country: 'RU' };
    const refusal = await refusalOf(provider.customerWrites.create({ ...least, address }, createCall()));
    expect(refusal).toEqual({
      kind: 'invalid',
      issues: [
        { path: ['email'], message: 'is not accepted by this provider' },
        { path: ['address', 'country'], message: 'is not accepted by this provider' },
      ],
    });
  });

  it('is a failure where Polar refuses what was not given', async () => {
    const { provider } = polarThat(brokenRule(complaint(['organization_id'], 'missing')));
    expect(await failureOf(provider.customerWrites.create(least, createCall()))).toMatchObject({
      failure: 'rejected',
      reason: 'PolarRequestValidationError',
      fields: [],
    });
  });

  it.each<[string, FakeAnswer, string]>([
    ['another external id', { status: 201, json: fixture('customer', { external_id: 'x' }) }, 'bad-response'],
    ['no external id', { status: 201, json: fixture('customer', { external_id: null }) }, 'bad-response'],
    ['no customer', { status: 201, json: { id: 7 } }, 'bad-response'],
    [
      'a deleted one',
      { status: 201, json: fixture('customer', { deleted_at: '2026-03-01T00:00:00Z' }) },
      'bad-response',
    ],
    ['no JSON', { status: 201, text: 'created' }, 'outcome-unknown'],
    ['a 500', { status: 500, text: 'Internal Server Error' }, 'outcome-unknown'],
    ['a 403', refusals.insufficientScope, 'forbidden'],
    ['a 429', { status: 429, text: '', headers: { 'retry-after': '60' } }, 'rate-limited'],
    ['an unknown route', refusals.unknownRoute, 'rejected'],
  ])('is sent once, also where the answer is %s', async (_what, answer, failure) => {
    const { provider, requests } = polarThat(answer);
    const error = await failureOf(provider.customerWrites.create(least, createCall()));
    expect(error.failure).toBe(failure);
    expect(requests).toHaveLength(1);
  });
});

/** A Polar whose customers are those that were created in it. */
function openPolar() {
  const customers = new Map<string, unknown>();
  const taken = brokenRule(
    complaint(['external_id'], 'value_error', 'A customer with this external ID already exists.'),
  );
  return fakePolar(({ method, path, body }: SeenRequest): FakeAnswer => {
    const found = customers.get(path.split('/').at(-1) ?? '');
    if (method === 'GET') return found === undefined ? refusals.missing : { json: found };
    if (customers.has('orchard-7')) return taken;
    customers.set('orchard-7', { ...fixture('customer'), ...Object(body) });
    return { status: 201, json: customers.get('orchard-7') };
  });
}

describe('ensuring a Polar customer', () => {
  it('creates one where there is none, and finds it from then on', async () => {
    const { provider, sent } = openPolar();
    const first = await provider.customerWrites.ensure(least, createCall());
    const second = await provider.customerWrites.ensure({ ...least, name: 'Other' }, createCall());
    expect([first.created, second.created]).toEqual([true, false]);
    expect(second.customer).toEqual(first.customer);
    expect(sent()).toEqual([
      'GET /v1/customers/external/orchard-7',
      'POST /v1/customers/',
      'GET /v1/customers/external/orchard-7',
    ]);
  });

  it('creates one customer, however many ask at once', async () => {
    const { provider } = openPolar();
    const all = await Promise.all(
      Array.from({ length: 10 }, () => provider.customerWrites.ensure(least, createCall())),
    );
    expect(all.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(all.map(({ customer }) => customer.key)).size).toBe(1);
  });

  it('stays a conflict where somebody else has the e-mail address', async () => {
    const text = 'A customer with this email address already exists.';
    const { provider } = fakePolar(({ method }) =>
      method === 'GET' ? refusals.missing : brokenRule(complaint(['email'], 'value_error', text)),
    );
    expect(await refusalOf(provider.customerWrites.ensure(least, createCall()))).toMatchObject({
      kind: 'conflict',
      message: 'Another customer has this e-mail address.',
    });
  });

  it('asks nobody where the input is wrong', async () => {
    const { provider, requests } = openPolar();
    const wrong = { ...least, currency: 'EUR' };
    expect(await refusalOf(provider.customerWrites.ensure(wrong, createCall()))).toMatchObject({
      kind: 'invalid',
      issues: [{ path: ['currency'] }],
    });
    expect(requests).toEqual([]);
  });

  it('does not create where it could not look', async () => {
    const { provider, sent } = fakePolar(() => ({ status: 503, text: '' }));
    const error = await failureOf(provider.customerWrites.ensure(least, createCall()));
    expect(error.failure).toBe('unavailable');
    expect(sent()).toEqual(['GET /v1/customers/external/orchard-7']);
  });
});
