import { describe, expect, test } from 'vitest';
import { idOf } from '../../../src/sandbox/flexprice/seed/names.ts';
import { failedValidation } from './failed-validation.ts';
import { openedAt, openSandbox } from './open-sandbox.ts';
import { rowOf } from './rows.ts';

describe('updating a customer', () => {
  test.each([
    `/customers?id=${idOf.customer('acct-2')}`,
    '/customers?external_customer_id=acct-2',
    `/customers?id=${idOf.customer('acct-2')}&external_customer_id=acct-2`,
    `/customers/${idOf.customer('acct-2')}`,
  ])('works with %s', (target) => {
    const sandbox = openSandbox();
    expect(sandbox.put(target, { name: 'Rear Admiral', email: null })).toMatchObject({
      status: 200,
      json: { name: 'Rear Admiral', email: 'grace.hopper@example.com' },
    });
    expect(sandbox.get('/customers/external/acct-2').json).toMatchObject({ name: 'Rear Admiral' });
  });

  test('answers with the old time of change, and keeps the new one', () => {
    let now = openedAt;
    const sandbox = openSandbox(() => now);
    const before = rowOf(sandbox.get('/customers/external/acct-2').json);
    now = new Date('2026-03-19T00:00:00Z');
    const answer = sandbox.put('/customers?external_customer_id=acct-2', { contact: '1' });
    expect(answer.json).toEqual({ ...Object.fromEntries(before), contact: '1' });
    expect(sandbox.get('/customers/external/acct-2').json).toMatchObject({
      updated_at: '2026-03-19T00:00:00Z',
    });
  });

  test('needs to be told which customer, and only one', () => {
    const sandbox = openSandbox();
    const both = `/customers?id=${idOf.customer('acct-2')}&external_customer_id=acct-3`;
    expect(sandbox.put('/customers', {}).status).toBe(400);
    expect(sandbox.put(both, {}).status).toBe(400);
    expect(sandbox.put('/customers?id=cust_none', {}).status).toBe(404);
    expect(sandbox.put('/customers?external_customer_id=none', {}).status).toBe(404);
  });

  test('replaces metadata as a whole', () => {
    const { json } = openSandbox().put('/customers?external_customer_id=acct-1', {
      metadata: { only: 'this' },
    });
    expect(json).toMatchObject({ metadata: { only: 'this' } });
    expect(json).not.toHaveProperty('metadata.tier');
  });

  test('clears what empty text can clear', () => {
    const cleared = { contact: '', address_line1: '', address_city: '', address_postal_code: '' };
    const answer = openSandbox().put('/customers?external_customer_id=acct-1', cleared);
    expect(answer).toMatchObject({ status: 200, json: { ...cleared, address_state: 'BE' } });
  });

  test.each<readonly [string, object, string, string]>([
    ['an empty e-mail', { email: '' }, 'Email', 'email'],
    ['an empty country', { address_country: '' }, 'AddressCountry', 'iso3166_1_alpha2'],
    ['an empty time zone', { timezone: '' }, 'Timezone', 'timezone'],
    ['a long contact', { contact: '0'.repeat(21) }, 'Contact', 'max'],
  ])('refuses %s', (_, change, field, tag) => {
    const answer = openSandbox().put('/customers?external_customer_id=acct-1', change);
    expect(answer).toMatchObject(failedValidation('UpdateCustomerRequest', field, tag));
  });

  test.each([{ name: '' }, { external_id: '' }])('fails in the database on %j', (change) => {
    const answer = openSandbox().put('/customers?external_customer_id=acct-1', change);
    expect(answer).toMatchObject({ status: 500, json: { code: 'database_error' } });
  });

  test('looks at no length of a name and at no mapping', () => {
    const change = { name: 'x'.repeat(300), integration_entity_mapping: [{}] };
    expect(openSandbox().put('/customers?external_customer_id=acct-1', change).status).toBe(200);
  });

  test('changes an archived customer by id', () => {
    const sandbox = openSandbox();
    const id = idOf.customer('archived gone-1');
    expect(sandbox.put(`/customers?id=${id}`, { external_id: 'acct-1' })).toMatchObject({
      status: 200,
      json: { status: 'archived', external_id: 'acct-1' },
    });
    expect(sandbox.get('/customers/external/acct-1').json).toMatchObject({ id: idOf.customer('acct-1') });
  });
});

describe('changing an external id', () => {
  test('notes the new id as if it were the old one', () => {
    const sandbox = openSandbox();
    sandbox.put('/customers?external_customer_id=acct-19', { external_id: 'moved-1' });
    const { json } = sandbox.put('/customers?external_customer_id=moved-1', { external_id: 'moved-2' });
    expect(json).toMatchObject({ external_id: 'moved-2', metadata: { old_external_ids: 'moved-1,moved-2' } });
    expect(sandbox.get('/customers/external/acct-19').status).toBe(404);
  });

  test('loses the note when metadata comes along', () => {
    const body = { external_id: 'moved-1', metadata: { a: '1' } };
    const { json } = openSandbox().put('/customers?external_customer_id=acct-19', body);
    expect(json).toHaveProperty('metadata', { a: '1' });
  });

  test('crashes while metadata is null, and writes nothing', () => {
    const sandbox = openSandbox();
    expect(sandbox.put('/customers?external_customer_id=acct-6', { external_id: 'moved-1' })).toMatchObject({
      status: 500,
      text: '',
    });
    expect(sandbox.get('/customers/external/acct-6').status).toBe(200);
    sandbox.put('/customers?external_customer_id=acct-6', { metadata: {} });
    expect(sandbox.put('/customers?external_customer_id=acct-6', { external_id: 'moved-1' }).status).toBe(
      200,
    );
  });

  test('refuses one that is taken, and takes its own', () => {
    const sandbox = openSandbox();
    const target = '/customers?external_customer_id=acct-19';
    expect(sandbox.put(target, { external_id: 'acct-1' })).toMatchObject({
      status: 409,
      json: { code: 'already_exists' },
    });
    expect(sandbox.put(target, { external_id: 'acct-19' }).json).toHaveProperty('metadata', {});
  });
});
