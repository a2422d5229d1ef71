import { expect, test } from 'vitest';
import { toFields, toReason } from '../../../../src/providers/flexprice/wire/refusal.ts';

const older = { success: false, error: { message: 'Taken', details: { external_id: 'birch-7' } } };

test.each([
  [404, { code: 'not_found', message: 'None', http_status_code: 404 }, 'not_found'],
  [409, { code: 'version_conflict', message: 'Old' }, 'version_conflict'],
  [500, { code: 'validation_error', message: 'Bad field' }, 'validation_error'],
  [400, { code: 'a_word_of_tomorrow' }, 'a_word_of_tomorrow'],
  [404, older, 'not_found'],
  [409, older, 'already_exists'],
  [400, older, 'bad_request'],
  [500, older, null],
  [404, { success: true, error: { message: 'odd' } }, null],
  [404, { error: 'Unauthorized' }, null],
  [404, { message: 'nothing here' }, null],
  [500, { code: 'not_found', message: 'None' }, null],
  [404, { code: '' }, null],
  [400, { code: 'no customer has nadia@birch.example' }, null],
  [400, { code: 'long'.repeat(20) }, null],
  [404, { code: 404 }, null],
  [404, undefined, null],
  [404, null, null],
  [404, 'not_found', null],
])('the reason of a %d with %j', (status, body, reason) => {
  expect(toReason(status, body)).toBe(reason);
});

const failedOn = (tag: string) =>
  `Key: 'CreateCustomerRequest.Any' Error:Field validation for 'Any' failed on the '${tag}' tag`;
const now = (details: object) => ({
  code: 'validation_error',
  message: 'No',
  http_status_code: 400,
  details,
});
const before = (details: object) => ({ success: false, error: { message: 'No', details } });

test.each([
  ['ExternalID', ['externalId']],
  ['Name', ['name']],
  ['Email', ['email']],
  ['Contact', ['phone']],
  ['Timezone', ['timezone']],
  ['AddressLine1', ['address', 'line1']],
  ['AddressLine2', ['address', 'line2']],
  ['AddressCity', ['address', 'city']],
  ['AddressState', ['address', 'state']],
  ['AddressPostalCode', ['address', 'postalCode']],
  ['AddressCountry', ['address', 'country']],
  ['Metadata', ['metadata']],
  ['Metadata[tier]', ['metadata']],
  ['SomethingElse', []],
  ['constructor', []],
])('what is wrong with %s is wrong with our %j, in both error shapes', (name, path) => {
  const fields = [{ path, problem: 'invalid' }];
  expect(toFields(400, now({ [name]: failedOn('email') }))).toEqual(fields);
  expect(toFields(400, before({ [name]: failedOn('email') }))).toEqual(fields);
});

test.each([
  ['required', 'required'],
  ['max', 'too-long'],
  ['email', 'invalid'],
  ['iso3166_1_alpha2', 'invalid'],
  ['a_tag_of_tomorrow', 'invalid'],
])('a field that failed on %j is %s', (tag, problem) => {
  expect(toFields(400, now({ Name: failedOn(tag) }))).toEqual([{ path: ['name'], problem }]);
});

test.each([
  [
    400,
    now({ Name: failedOn('max'), customer_id: 'cust_birch', Email: failedOn('email') }),
    ['name', 'email'],
  ],
  [400, now({ customer_id: 'cust_birch', count: 3, nothing: null }), []],
  [400, { code: 'validation_error', message: 'No', details: 'Name' }, []],
  [400, { code: 'validation_error', message: 'No' }, []],
  [400, before({ external_id: 'birch-7' }), []],
  [409, { code: 'version_conflict', message: 'Old', details: { external_id: 'birch-7' } }, []],
  [409, { code: 'already_exists', message: 'Taken' }, ['externalId']],
  [409, older, ['externalId']],
  [401, { error: 'Unauthorized' }, []],
  [500, undefined, []],
  [500, null, []],
  [502, 'Name', []],
])('the fields of a %d with %j', (status, body, fields) => {
  expect(toFields(status, body).map(({ path }) => path[0])).toEqual(fields);
});

test('a duplicate is of the external id, since nothing else is unique', () => {
  expect(toFields(409, { code: 'already_exists', message: 'Taken' })).toEqual([
    { path: ['externalId'], problem: 'taken' },
  ]);
});

test.each([now({ gstin: 'no' }), before({ pan: 'no' })])('metadata refused as a tax id in %j', (body) => {
  expect(toFields(400, body)).toEqual([{ path: ['metadata'], problem: 'invalid' }]);
});
