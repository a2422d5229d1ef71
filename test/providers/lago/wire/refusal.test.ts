import { describe, expect, it } from 'vitest';
import {
  paymentProviderUnauthenticated,
  toFields,
  toReason,
} from '../../../../src/providers/lago/wire/refusal.ts';
import { complaint, type Fields, refusal } from '../support.ts';

const unprocessable = (details: Fields) => complaint(details).body;

describe('toReason', () => {
  it.each([
    [404, refusal(404, 'customer_not_found').body, 'customer_not_found'],
    [405, refusal(405, 'feature_not_supported').body, 'feature_not_supported'],
    [422, { status: 422, code: 'lock_acquisition_failed' }, 'lock_acquisition_failed'],
    [422, unprocessable({ email: ['invalid_email_format'] }), 'validation_errors'],
    [422, unprocessable({ base: ['no_linked_payment_provider'] }), 'no_linked_payment_provider'],
    [
      422,
      unprocessable({ provider_payment_methods: ['no_payment_methods_to_setup_available'] }),
      'no_payment_methods_to_setup_available',
    ],
    [422, unprocessable({ base: ['Ada <ada@example.com> is too poor'] }), 'validation_errors'],
    [422, { code: 'third_party_error', error_details: { base: ['no_such_thing'] } }, 'third_party_error'],
    // Whoever did not look has not found anything out.
    [422, refusal(422, 'customer_not_found').body, null],
    [500, refusal(500, 'customer_not_found').body, null],
    [401, { status: 401, error: 'Unauthorized' }, null],
    [401, { error: 'Stripe authentication failed. Expired API Key' }, paymentProviderUnauthenticated],
    [403, { error: 'Stripe authentication failed.' }, null],
    [401, undefined, null],
    [502, '<html>', null],
    [422, { code: 7 }, null],
  ])('of a %i with %j is %j', (status, body, reason) => {
    expect(toReason(status, body)).toBe(reason);
  });
});

describe('toFields', () => {
  it.each([
    [{ external_id: ['value_already_exist'] }, [{ path: ['externalId'], problem: 'taken' }]],
    [{ name: ['value_is_too_long'] }, [{ path: ['name'], problem: 'too-long' }]],
    [{ email: ['invalid_email_format'] }, [{ path: ['email'], problem: 'invalid' }]],
    [{ phone: ['value_is_invalid'] }, [{ path: ['phone'], problem: 'invalid' }]],
    [{ currency: ['value_is_invalid'] }, [{ path: ['currency'], problem: 'invalid' }]],
    [{ currency: ['currencies_does_not_match'] }, [{ path: ['currency'], problem: 'fixed' }]],
    [{ timezone: ['invalid_timezone'] }, [{ path: ['timezone'], problem: 'invalid' }]],
    [{ document_locale: ['not_a_valid_language_code'] }, [{ path: ['locale'], problem: 'invalid' }]],
    [{ tax_identification_number: ['value_is_invalid'] }, [{ path: ['taxId'], problem: 'invalid' }]],
    [{ address_line1: ['value_is_too_long'] }, [{ path: ['address', 'line1'], problem: 'too-long' }]],
    [{ address_line2: ['value_is_invalid'] }, [{ path: ['address', 'line2'], problem: 'invalid' }]],
    [{ city: ['value_is_invalid'] }, [{ path: ['address', 'city'], problem: 'invalid' }]],
    [{ state: ['value_is_invalid'] }, [{ path: ['address', 'state'], problem: 'invalid' }]],
    [{ zipcode: ['value_is_out_of_range'] }, [{ path: ['address', 'postalCode'], problem: 'invalid' }]],
    [{ country: ['not_a_valid_country_code'] }, [{ path: ['address', 'country'], problem: 'invalid' }]],
    [{ metadata: ['invalid_count'] }, [{ path: ['metadata'], problem: 'too-many' }]],
    [{ key: ['value_already_exist'] }, [{ path: ['metadata'], problem: 'taken' }]],
    [{ value: ['value_is_mandatory'] }, [{ path: ['metadata'], problem: 'invalid' }]],
    [{ external_id: ['value_is_mandatory'] }, [{ path: ['externalId'], problem: 'required' }]],
    [{ constructor: ['a_word_of_tomorrow'] }, [{ path: [], problem: 'invalid' }]],
  ])('reads %j as %j', (details, fields) => {
    expect(toFields(422, unprocessable(details))).toEqual(fields);
  });

  it('names every field, and each problem of it once', () => {
    const details = {
      email: ['invalid_email_format', 'value_is_invalid', 'value_already_exist'],
      country: 'not_a_valid_country_code',
      metadata: { 0: { key: ['value_is_too_long'] }, 3: { key: ['value_is_too_long'] } },
    };
    expect(toFields(422, unprocessable(details))).toEqual([
      { path: ['email'], problem: 'invalid' },
      { path: ['email'], problem: 'taken' },
      { path: ['address', 'country'], problem: 'invalid' },
      { path: ['metadata'], problem: 'too-long' },
    ]);
  });

  it.each([
    [422, { code: 'third_party_error', error_details: { third_party: 'Stripe', thirdparty_error: 'No' } }],
    [422, { code: 'lock_acquisition_failed' }],
    [422, complaint({ email: [], name: null, city: 7 }).body],
    [422, { code: 'validation_errors', error_details: 'email' }],
    [500, complaint({ email: ['invalid_email_format'] }).body],
    [422, undefined],
  ])('finds none in a %i with %j', (status, body) => {
    expect(toFields(status, body)).toEqual([]);
  });

  it('is not led astray by details that go on and on', () => {
    const depth = 50_000;
    const details = JSON.parse(`${'['.repeat(depth)}"value_is_invalid"${']'.repeat(depth)}`);
    expect(toFields(422, unprocessable({ email: details }))).toEqual([]);
  });
});
