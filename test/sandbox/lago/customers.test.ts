import { describe, expect, it } from 'vitest';
import { type Ask, at, notFound, openSandbox, textAt } from './open-sandbox.ts';

const upsert = (ask: Ask, customer: object) => ask('POST /customers', { customer });

describe('a customer', () => {
  it('is shown with every field that the serializer has', () => {
    const { status, body } = openSandbox()('GET /customers/nobody');
    expect(status).toBe(200);
    expect(Object.keys(Object(at(body, 'customer'))).sort()).toEqual(
      [
        ...['lago_id', 'external_id', 'billing_entity_code', 'account_type', 'name', 'firstname', 'lastname'],
        ...['legal_name', 'legal_number', 'email', 'phone', 'url', 'logo_url', 'tax_identification_number'],
        ...['external_salesforce_id', 'customer_type', 'sequential_id', 'slug', 'address_line1'],
        ...[
          'address_line2',
          'city',
          'state',
          'zipcode',
          'country',
          'shipping_address',
          'currency',
          'timezone',
        ],
        ...['applicable_timezone', 'net_payment_term', 'finalize_zero_amount_invoice'],
        ...['skip_invoice_custom_sections', 'created_at', 'updated_at', 'billing_configuration', 'metadata'],
        ...['taxes', 'integration_customers', 'applicable_invoice_custom_sections', 'error_details'],
      ].sort(),
    );
  });

  it('lacks two of them in lists', () => {
    const { body } = openSandbox()('GET /customers?external_id=nobody');
    const item = Object(at(body, 'customers', 0));
    expect(item).toMatchObject({ external_id: 'nobody', metadata: [], taxes: [] });
    expect(item).not.toHaveProperty('applicable_invoice_custom_sections');
    expect(item).not.toHaveProperty('error_details');
  });

  it('says what its payment provider knows only where it has one', () => {
    const ask = openSandbox();
    const configurationOf = (id: string) =>
      Object(at(ask(`GET /customers/${id}`).body, 'customer', 'billing_configuration'));
    expect(configurationOf('acct-1')).toMatchObject({
      payment_provider: 'stripe',
      provider_customer_id: 'cus_ada1815',
      provider_payment_methods: ['card', 'sepa_debit'],
    });
    expect(configurationOf('pays-with-gocardless')).not.toHaveProperty('provider_payment_methods');
    expect(configurationOf('nobody')).not.toHaveProperty('provider_customer_id');
  });

  it.each([
    ['acct-1', 'Europe/Berlin', 'Europe/Berlin'],
    ['acct-2', null, 'America/New_York'],
    ['nobody', null, 'UTC'],
  ])('%s has the time zone %s, and %s applies', (id, timezone, applicable) => {
    expect(openSandbox()(`GET /customers/${id}`).body).toMatchObject({
      customer: { timezone, applicable_timezone: applicable },
    });
  });

  it('is 404 when unknown or deleted', () => {
    const ask = openSandbox();
    expect(ask('GET /customers/unknown')).toMatchObject(notFound('customer'));
    expect(ask('GET /customers/deleted')).toMatchObject(notFound('customer'));
    expect(ask('GET /customers/ACCT-1')).toMatchObject(notFound('customer'));
  });
});

describe('DELETE /customers/{id}', () => {
  it('answers with the customer, frees the external id and takes everything down', () => {
    const ask = openSandbox();
    const lagoId = textAt(ask('GET /customers/acct-1').body, 'customer', 'lago_id');
    const wallet = textAt(ask('GET /customers/acct-1/wallets').body, 'wallets', 0, 'lago_id');
    expect(ask('DELETE /customers/acct-1')).toMatchObject({
      status: 200,
      body: { customer: { lago_id: lagoId } },
    });

    expect(ask('GET /customers/acct-1')).toMatchObject(notFound('customer'));
    expect(ask('DELETE /customers/acct-1')).toMatchObject(notFound('customer'));
    expect(at(ask('GET /customers?external_id=acct-1').body, 'customers')).toEqual([]);
    expect(ask('GET /subscriptions/sub-acct-1').status).toBe(404);
    expect(at(ask('GET /applied_coupons?external_customer_id=acct-1').body, 'applied_coupons')).toEqual([]);
    expect(ask(`GET /wallets/${wallet}`).body).toMatchObject({ wallet: { status: 'terminated' } });

    const { body } = upsert(ask, { external_id: 'acct-1' });
    expect(at(body, 'customer', 'lago_id')).not.toBe(lagoId);
  });

  it('cancels what had not begun', () => {
    const ask = openSandbox();
    const [row] = [at(ask('GET /subscriptions?status[]=pending').body, 'subscriptions', 0)];
    const owner = textAt(row, 'external_customer_id');
    ask(`DELETE /customers/${owner}`);
    const { body } = ask(`GET /subscriptions/${textAt(row, 'external_id')}?status=canceled`);
    expect(body).toMatchObject({
      subscription: { canceled_at: '2026-08-21T13:08:06Z', terminated_at: null },
    });
  });
});
