import { describe, expect, test } from 'vitest';
import { awkwardExternalIds } from '../../../src/sandbox/polar/seed/special-customers.ts';
import { createPolar, idOf, type PolarUnderTest, segment } from './support.ts';

const resourceNotFound = { error: 'ResourceNotFound', detail: 'Not found' };

function externalIds(polar: PolarUnderTest, query: string): readonly unknown[] {
  return polar.items(`/v1/customers/?limit=100&${query}`).map(({ external_id }) => external_id);
}

describe('a customer', () => {
  test('has all fields', () => {
    const polar = createPolar();
    expect(polar.get('/v1/customers/external/acct-1')).toEqual({
      id: idOf(polar, 'acct-1'),
      created_at: '2025-05-20T12:00:00.250000Z',
      modified_at: '2026-05-13T12:00:00.250000Z',
      metadata: {
        tier: 'gold',
        seats: 12,
        discount_rate: 0.15,
        newsletter: true,
        note: 'Pays "on time", mostly',
      },
      external_id: 'acct-1',
      email: 'ada.lovelace@example.com',
      email_verified: true,
      type: 'individual',
      name: 'Ada Lovelace',
      billing_name: 'Lovelace Analytics GmbH',
      billing_address: {
        line1: '1 Harbour Street',
        line2: 'Second floor',
        postal_code: '10115',
        city: 'Berlin',
        state: null,
        country: 'DE',
      },
      tax_id: ['DE123456789', 'eu_vat'],
      locale: 'de',
      organization_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      default_payment_method_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      deleted_at: null,
      first_user_event_at: '2025-05-15T12:00:00.250000Z',
      avatar_url: expect.stringMatching(/^https:\/\/www\.gravatar\.com\/avatar\/[0-9a-f]{64}\?d=404$/),
    });
  });

  test('has the same id in every sandbox', () => {
    expect(idOf(createPolar(), 'acct-7')).toBe(idOf(createPolar(), 'acct-7'));
  });

  test('is billed under its name where it has no billing name', () => {
    expect(createPolar().get('/v1/customers/external/acct-2')).toMatchObject({
      name: 'Grace Hopper',
      billing_name: 'Grace Hopper',
    });
  });

  test('may be a team without an e-mail, or a person without a name', () => {
    const polar = createPolar();
    expect(polar.get('/v1/customers/external/team-initech')).toMatchObject({
      type: 'team',
      email: null,
      avatar_url: null,
    });
    expect(polar.get('/v1/customers/external/nameless')).toMatchObject({ name: null, billing_name: null });
  });

  test('by id: malformed is 422, unknown and deleted are 404', () => {
    const polar = createPolar();
    expect(polar.ask('GET', '/v1/customers/acct-1')).toMatchObject({
      status: 422,
      body: { error: 'RequestValidationError', detail: [{ type: 'uuid_parsing', loc: ['path', 'id'] }] },
    });
    const unknown = polar.ask('GET', '/v1/customers/7a1f6f0e-52c1-4b58-9d5b-0a4f6c2b9e11');
    expect(unknown).toMatchObject({ status: 404, body: resourceNotFound });
    const [gone] = polar.items(`/v1/wallets/?sorting=-created_at&limit=1`);
    expect(polar.ask('GET', `/v1/customers/${gone?.customer_id}`)).toMatchObject({
      status: 404,
      body: resourceNotFound,
    });
  });

  test('by id may be spelled without hyphens or in upper case', () => {
    const polar = createPolar();
    const id = idOf(polar, 'acct-2');
    for (const spelling of [id.replaceAll('-', ''), id.toUpperCase()]) {
      expect(polar.get(`/v1/customers/${spelling}`).id).toBe(id);
    }
  });
});

describe('an external id in a path', () => {
  test.each(awkwardExternalIds.filter((id) => !id.includes('/')))('%s arrives as itself', (externalId) => {
    const { external_id } = createPolar().get(`/v1/customers/external/${segment(externalId)}`);
    expect(external_id).toBe(externalId);
  });

  test('is matched in its exact case', () => {
    const polar = createPolar();
    expect(idOf(polar, 'ACCT-1')).not.toBe(idOf(polar, 'acct-1'));
    expect(polar.ask('GET', '/v1/customers/external/Acct-1').status).toBe(404);
  });

  test('cannot hold a slash, however it is encoded', () => {
    const answer = createPolar().ask('GET', '/v1/customers/external/eu%2Fwest%2F1');
    expect(answer).toMatchObject({ status: 404, body: { detail: 'Not Found' } });
  });

  test('with a slash may lead to another customer’s state', () => {
    const state = createPolar().get('/v1/customers/external/acme%2Fstate');
    expect(state).toMatchObject({ external_id: 'acme', active_subscriptions: [] });
  });

  test('is decoded once', () => {
    const polar = createPolar();
    expect(polar.get('/v1/customers/external/50%2525').external_id).toBe('50%25');
    expect(polar.ask('GET', '/v1/customers/external/50%25').status).toBe(404);
  });

  test('that is no proper escape or no UTF-8 is just not found', () => {
    expect(createPolar().get('/v1/customers/external/100%').external_id).toBe('100%');
    expect(createPolar().ask('GET', '/v1/customers/external/%FF').body).toEqual(resourceNotFound);
  });

  test('named "state" is an external id, not a route', () => {
    expect(createPolar().ask('GET', '/v1/customers/external/state').body).toEqual(resourceNotFound);
  });
});

describe('the list of customers', () => {
  test('begins with the newest and never holds deleted ones', () => {
    const polar = createPolar();
    expect(polar.items('/v1/customers/?limit=1')).toMatchObject([{ name: 'Phoenix, reborn' }]);
    const pages = [1, 2].flatMap((page) => polar.items(`/v1/customers/?limit=100&page=${page}`));
    expect(pages.filter(({ deleted_at }) => deleted_at !== null)).toEqual([]);
    expect(pages.length).toBeGreaterThan(65);
  });

  test.each([
    ['email=ADA.LOVELACE@example.com', ['acct-1']],
    ['email=lovelace', []],
    ['query=GRACE.HOPPER@', ['acct-2']],
    ['query=holding plc', ['team-initech']],
    ['query=ACME', ['acme/state', 'acme.io', 'acme']],
    ['query=west/1', ['eu/west/1']],
    ['query=lovelace analytics', ['acct-1']],
    ['query=eu/west', ['eu/west/1']],
    ['query=cct-20', []],
    ['metadata[tier]=gold', ['acct-1']],
    ['metadata[seats]=12&metadata[newsletter]=true', ['acct-1']],
    ['metadata[seats]=12&metadata[newsletter]=false', []],
    ['metadata[crm_id]=crm_acct-2&metadata[crm_id]=crm_acct-3', ['acct-3', 'acct-2']],
    ['metadata[discount_rate]=0.15', ['acct-1']],
  ])('filtered by %s', (query, expected) => {
    expect(externalIds(createPolar(), query)).toEqual(expected);
  });

  test('searches the beginning of external ids only, in any case', () => {
    const found = externalIds(createPolar(), 'query=Acct-1');
    expect(found).toContain('acct-1');
    expect(found).toContain('acct-19');
    expect(found).toContain('ACCT-1');
    expect(found).not.toContain('acct-2');
  });

  test('tells who has a running, trialing or overdue subscription', () => {
    const polar = createPolar();
    const active = externalIds(polar, 'active=true&sorting=created_at');
    const inactive = externalIds(polar, 'active=false&sorting=created_at');
    expect(active.slice(0, 6)).toEqual(['acct-1', 'acct-2', 'acct-3', 'acct-4', 'acct-5', 'acct-6']);
    expect(inactive.slice(0, 5)).toEqual(['acct-7', 'acct-8', 'acct-9', 'acct-10', 'acct-11']);
    expect(polar.ask('GET', '/v1/customers/?active=perhaps').status).toBe(422);
  });
});

describe('the export', () => {
  test('is CSV in Excel’s dialect, without deleted customers', () => {
    const answer = createPolar().ask('GET', '/v1/customers/export');
    expect(answer.headers['content-type']).toMatch(/^text\/csv/);
    expect(answer.headers['content-disposition']).toContain('polar-customers.csv');
    const [head, ada] = answer.text.split('\r\n');
    expect(head).toBe(
      'ID,External ID,Created At,Email,Name,Tax ID,Billing Address Line 1,Billing Address Line 2,' +
        'Billing Address City,Billing Address State,Billing Address Zip,Billing Address Country,Metadata',
    );
    expect(ada).toContain(`,acct-1,2025-05-20T12:00:00.250000+00:00,ada.lovelace@example.com,Ada Lovelace,`);
    expect(ada).toContain(`,"('DE123456789', 'eu_vat')",1 Harbour Street,Second floor,Berlin,,10115,DE,`);
    expect(ada).toContain(String.raw`""note"":""Pays \""on time\"", mostly""`);
    expect(answer.text).not.toContain('gone@example.com');
    expect(answer.text.endsWith('\r\n')).toBe(true);
  });

  test('leaves the metadata cell empty where there is none', () => {
    const { text } = createPolar().ask('GET', '/v1/customers/export');
    expect(text.split('\r\n').find((line) => line.includes(',nameless@example.com,'))).toMatch(/,$/);
  });

  test('of another organization is empty', () => {
    const { text } = createPolar().ask(
      'GET',
      '/v1/customers/export?organization_id=7a1f6f0e-52c1-4b58-9d5b-0a4f6c2b9e11',
    );
    expect(text.split('\r\n')).toHaveLength(2);
  });
});

describe('the state of a customer', () => {
  test('holds what is active, by ids alone', () => {
    const state = createPolar().get('/v1/customers/external/acct-1/state');
    expect(state).toMatchObject({
      external_id: 'acct-1',
      active_subscriptions: [
        { status: 'active', amount: 2700, currency: 'eur', cancel_at_period_end: false },
      ],
    });
    expect(state.active_subscriptions).not.toHaveProperty('0.product');
    expect(state.granted_benefits).toContainEqual(
      expect.objectContaining({
        benefit_type: 'meter_credit',
        benefit_metadata: { tier: 'pro' },
        properties: {},
      }),
    );
    expect(state.active_meters).toHaveLength(4);
    expect(state.active_meters).toContainEqual(
      expect.objectContaining({
        consumed_units: 1_234_567.25,
        credited_units: 1_000_000,
        balance: -234_567.25,
      }),
    );
  });

  test('leaves out subscriptions that are past due', () => {
    const state = createPolar().get('/v1/customers/external/acct-6/state');
    expect(state.active_subscriptions).toEqual([]);
    expect(state.granted_benefits).toHaveLength(6);
  });

  test('is the same by id', () => {
    const polar = createPolar();
    expect(polar.get(`/v1/customers/${idOf(polar, 'acct-2')}/state`)).toEqual(
      polar.get('/v1/customers/external/acct-2/state'),
    );
  });
});

describe('payment methods', () => {
  test('are cards with their details, and others without', () => {
    const polar = createPolar();
    expect(polar.items('/v1/customers/external/acct-1/payment-methods')).toMatchObject([
      {
        type: 'card',
        is_default: true,
        processor: 'stripe',
        method_metadata: { brand: 'visa', last4: '4242' },
      },
      { type: 'card', is_default: false, method_metadata: { exp_year: 2024 } },
      { type: 'sepa_debit', is_default: false },
    ]);
    expect(polar.items(`/v1/customers/${idOf(polar, 'acct-2')}/payment-methods`)).toEqual([]);
  });
});
