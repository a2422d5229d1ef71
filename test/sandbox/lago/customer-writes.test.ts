import { describe, expect, it } from 'vitest';
import { type Ask, at, invalid, notFound, openSandbox, pluck, textAt } from './open-sandbox.ts';

const upsert = (ask: Ask, customer: object) => ask('POST /customers', { customer });

describe('POST /customers', () => {
  it('creates a customer of whom only the external id need be known', () => {
    const ask = openSandbox();
    const { status, body } = upsert(ask, { external_id: ' new one ' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      customer: { external_id: ' new one ', name: null, currency: null, created_at: '2026-08-21T13:08:06Z' },
    });
    expect(ask('GET /customers/%20new%20one%20').body).toEqual(body);
  });

  it('updates in place: absent fields stay, null clears', () => {
    const ask = openSandbox();
    const before = ask('GET /customers/acct-1').body;
    const { body } = upsert(ask, { external_id: 'acct-1', phone: null, city: 'Potsdam' });
    expect(body).toMatchObject({
      customer: {
        lago_id: textAt(before, 'customer', 'lago_id'),
        created_at: textAt(before, 'customer', 'created_at'),
        updated_at: '2026-08-21T13:08:06Z',
        name: 'Ada Lovelace',
        phone: null,
        city: 'Potsdam',
        address_line1: 'Unter den Linden 1',
        metadata: at(before, 'customer', 'metadata'),
      },
    });
    expect(ask('GET /customers/acct-1').body).toEqual(body);
  });

  it('merges addresses and settings part by part', () => {
    const { body } = upsert(openSandbox(), {
      external_id: 'acct-1',
      country: 'at',
      shipping_address: { city: 'Graz' },
      billing_configuration: { document_locale: 'fr' },
    });
    expect(body).toMatchObject({
      customer: {
        country: 'AT',
        shipping_address: { city: 'Graz', zipcode: '20359' },
        billing_configuration: { document_locale: 'fr', invoice_grace_period: 3, payment_provider: 'stripe' },
      },
    });
  });

  it('drops unknown keys and values of the wrong shape without a word', () => {
    const { body } = upsert(openSandbox(), {
      external_id: 'acct-1',
      shoe_size: 43,
      name: { first: 'Ada' },
      city: 12,
    });
    expect(body).toMatchObject({ customer: { name: 'Ada Lovelace', city: '12' } });
    expect(at(body, 'customer')).not.toHaveProperty('shoe_size');
  });

  it('registers the customer with a payment provider on request', () => {
    const ask = openSandbox();
    const configuration = {
      payment_provider: 'stripe',
      payment_provider_code: 'stripe_eu',
      sync_with_provider: true,
    };
    const { body } = upsert(ask, { external_id: 'nobody', billing_configuration: configuration });
    expect(textAt(body, 'customer', 'billing_configuration', 'provider_customer_id')).toMatch(/^cus_/);
    expect(ask('POST /customers/nobody/checkout_url').status).toBe(200);
  });

  it.each([
    [{ external_id: '' }, { external_id: ['value_is_mandatory'] }],
    [{ name: 'Nameless' }, { external_id: ['value_is_mandatory'] }],
    [{ external_id: 'x', name: 'n'.repeat(256) }, { name: ['value_is_too_long'] }],
    [{ external_id: 'x', email: 'a@b.example, nonsense' }, { email: ['invalid_email_format'] }],
    [{ external_id: 'x', country: 'XX' }, { country: ['not_a_valid_country_code'] }],
    [{ external_id: 'x', currency: 'EURO' }, { currency: ['value_is_invalid'] }],
    [{ external_id: 'x', currency: 'eur' }, { currency: ['value_is_invalid'] }],
    [{ external_id: 'x', timezone: 'Mars/Olympus' }, { timezone: ['invalid_timezone'] }],
    [{ external_id: 'x', customer_type: 'robot' }, { customer_type: ['value_is_invalid'] }],
    [{ external_id: 'x', net_payment_term: -1 }, { net_payment_term: ['value_is_out_of_range'] }],
    [
      { external_id: 'x', billing_configuration: { document_locale: 'tlh' } },
      { document_locale: ['not_a_valid_language_code'] },
    ],
    [
      { external_id: 'x', currency: 'nil', country: 'Nowhere' },
      { currency: ['value_is_invalid'], country: ['not_a_valid_country_code'] },
    ],
  ])('refuses %j', (input, details) => {
    const ask = openSandbox();
    expect(upsert(ask, input)).toMatchObject(invalid(details));
    expect(ask('GET /customers/x').status).toBe(404);
  });

  it.each([
    [{ external_id: 'x', billing_entity_code: 'nowhere' }, 'billing_entity'],
    [{ external_id: 'x', tax_codes: ['nothing'] }, 'tax'],
  ])('is 404 where %j names what does not exist', (input, noun) => {
    expect(upsert(openSandbox(), input)).toMatchObject(notFound(noun));
  });

  it('takes several e-mail addresses', () => {
    const { body } = upsert(openSandbox(), { external_id: 'x', email: 'a@b.example,c@d.example' });
    expect(body).toMatchObject({ customer: { email: 'a@b.example,c@d.example' } });
  });
});

describe('metadata', () => {
  const write = (ask: Ask, metadata: unknown) => upsert(ask, { external_id: 'acct-1', metadata });
  const keyed = (body: unknown) => pluck(at(body, 'customer', 'metadata'), 'key');

  it('is replaced as a whole: what is not sent with its id is gone', () => {
    const ask = openSandbox();
    const tier = at(ask('GET /customers/acct-1').body, 'customer', 'metadata', 0);
    const { body } = write(ask, [
      { id: textAt(tier, 'lago_id'), key: 'tier', value: 'platinum' },
      { key: 'seat', value: '7' },
    ]);
    expect(at(body, 'customer', 'metadata')).toMatchObject([
      { lago_id: textAt(tier, 'lago_id'), key: 'tier', value: 'platinum', display_in_invoice: true },
      { key: 'seat', value: '7', display_in_invoice: false },
    ]);
  });

  it('collides with itself where a known key comes without its id', () => {
    const ask = openSandbox();
    expect(write(ask, [{ key: 'tier', value: 'platinum' }])).toMatchObject(
      invalid({ key: ['value_already_exist'] }),
    );
    expect(at(ask('GET /customers/acct-1').body, 'customer', 'metadata', 0, 'value')).toBe('gold');
  });

  it('stays where null is sent and goes where an empty list is', () => {
    const ask = openSandbox();
    expect(keyed(write(ask, null).body)).toEqual(['tier', 'owner']);
    expect(keyed(write(ask, []).body)).toEqual([]);
  });

  it.each([
    [[1, 2, 3, 4, 5, 6].map((key) => ({ key: `k${key}`, value: 'v' })), { metadata: ['invalid_count'] }],
    [[{ key: 'k'.repeat(21), value: 'v' }], { key: ['value_is_too_long'] }],
    [[{ key: 'k', value: 'v'.repeat(101) }], { value: ['value_is_too_long'] }],
    [[{ value: 'v' }], { key: ['value_is_mandatory'] }],
    [[{ key: 'k' }], { value: ['value_is_mandatory'] }],
  ])('refuses %j', (metadata, details) => {
    expect(write(openSandbox(), metadata)).toMatchObject(invalid(details));
  });
});
