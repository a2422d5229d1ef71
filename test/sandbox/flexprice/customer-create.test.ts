import { describe, expect, test } from 'vitest';
import { countries } from '../../../src/sandbox/countries.ts';
import { failedValidation } from './failed-validation.ts';
import { openSandbox } from './open-sandbox.ts';
import { rowOf } from './rows.ts';

const minimal = { external_id: 'new-1', name: 'Newcomer', metadata: {} };

describe('creating a customer', () => {
  test('answers 201 with the customer, who is there from then on', () => {
    const sandbox = openSandbox();
    const body = {
      ...minimal,
      email: 'new@example.com',
      contact: '+49 30 1',
      address_country: 'KW',
      timezone: 'Asia/Kuwait',
      metadata: { a: '1' },
    };
    const created = sandbox.post('/customers', body);
    expect(created).toMatchObject({
      status: 201,
      json: { ...body, status: 'published', created_at: '2026-03-18T15:30:00.25Z', address_city: '' },
    });
    expect(sandbox.get('/customers/external/new-1').json).toEqual(created.json);
    expect(sandbox.post('/customers/search', {}).json).toMatchObject({
      items: expect.arrayContaining([created.json]),
      pagination: { total: 81 },
    });
  });

  test('fills in what is left out, and leaves metadata null', () => {
    const { json } = openSandbox().post('/customers', { external_id: 'new-1', name: 'N', email: null });
    expect(json).toMatchObject({ email: '', timezone: 'UTC', metadata: null });
    expect(json).not.toHaveProperty('contact');
  });

  test('gives every customer an id of its own', () => {
    const sandbox = openSandbox();
    const ids = ['one', 'two'].map((external_id) =>
      rowOf(sandbox.post('/customers', { ...minimal, external_id }).json).get('id'),
    );
    expect(new Set(ids).size).toBe(2);
  });

  test.each<readonly [string, object, string, string]>([
    ['no external id', { external_id: '' }, 'ExternalID', 'required'],
    ['no name', { name: undefined }, 'Name', 'required'],
    ['a long name', { name: 'x'.repeat(256) }, 'Name', 'max'],
    ['a bad e-mail', { email: 'nobody' }, 'Email', 'email'],
    ['a long contact', { contact: '0'.repeat(21) }, 'Contact', 'max'],
    ['a long line', { address_line1: 'x'.repeat(256) }, 'AddressLine1', 'max'],
    ['a long second line', { address_line2: 'x'.repeat(256) }, 'AddressLine2', 'max'],
    ['a long city', { address_city: 'x'.repeat(101) }, 'AddressCity', 'max'],
    ['a long state', { address_state: 'x'.repeat(101) }, 'AddressState', 'max'],
    ['a long postal code', { address_postal_code: 'x'.repeat(21) }, 'AddressPostalCode', 'max'],
    ['a country in lower case', { address_country: 'de' }, 'AddressCountry', 'iso3166_1_alpha2'],
    ['a country that is none', { address_country: 'XX' }, 'AddressCountry', 'iso3166_1_alpha2'],
    ['a time zone that is none', { timezone: 'Mars/Olympus' }, 'Timezone', 'timezone'],
    ['an offset for a time zone', { timezone: '+01:00' }, 'Timezone', 'timezone'],
  ])('refuses %s', (_, change, field, tag) => {
    const answer = openSandbox().post('/customers', { ...minimal, ...change });
    expect(answer).toMatchObject(failedValidation('CreateCustomerRequest', field, tag));
  });

  test.each<readonly [string, object]>([
    ['values that are as long as they may be', { name: 'x'.repeat(255), contact: '0'.repeat(20) }],
    ['long text counted in characters', { contact: '😀'.repeat(20) }],
    ['empty text', { email: '', address_country: '', timezone: '' }],
    ['tax ids', { metadata: { pan: 'ABCDE1234F', gstin: '27ABCDE1234F1Z5' } }],
    ['a whole mapping, which it then forgets', { integration_entity_mapping: [mapping()] }],
  ])('accepts %s', (_, change) => {
    expect(openSandbox().post('/customers', { ...minimal, ...change }).status).toBe(201);
  });

  test.each<readonly [string, object]>([
    ['metadata that is not text', { metadata: { a: 1 } }],
    ['a name that is not text', { name: 5 }],
    ['a pan that is none', { metadata: { pan: 'x' } }],
    ['a gstin that is none', { metadata: { gstin: 'x' } }],
    ['half a mapping', { integration_entity_mapping: [{ ...mapping(), provider_type: undefined }] }],
  ])('refuses %s', (_, change) => {
    expect(openSandbox().post('/customers', { ...minimal, ...change })).toMatchObject({
      status: 400,
      json: { code: 'validation_error' },
    });
  });

  test('refuses an external id that is taken, and takes one that an archived customer had', () => {
    const sandbox = openSandbox();
    expect(sandbox.post('/customers', { ...minimal, external_id: 'acct-1' })).toMatchObject({
      status: 409,
      json: { code: 'already_exists', details: { external_id: 'acct-1' } },
    });
    expect(sandbox.post('/customers', { ...minimal, external_id: 'gone-1' }).status).toBe(201);
  });

  test('fails in the database on an external id that is too long for its column', () => {
    const body = { ...minimal, external_id: 'x'.repeat(256) };
    expect(openSandbox().post('/customers', body)).toMatchObject({
      status: 500,
      json: { code: 'database_error', http_status_code: 500 },
    });
  });
});

test('ISO 3166-1 has 249 countries', () => {
  expect(countries.length).toBe(249);
});

function mapping(): object {
  return {
    entity_id: 'x',
    entity_type: 'customer',
    provider_type: 'stripe',
    provider_entity_id: 'cus_1',
  };
}
