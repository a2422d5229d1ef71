import { expect, test } from 'vitest';
import { toReason } from '../../../../src/providers/flexprice/wire/refusal.ts';

const older = { success: false, error: { message: 'Taken', details: { external_id: 'birch-7' } } };

test.each([
  [404, { code: 'not_found', message: 'None', http_status_code: 404 }, 'not_found'],
  [409, { code: 'version_conflict', message: 'Old' }, 'version_conflict'],
  [500, { code: 'validation_error', message: 'Bad field' }, 'validation_error'],
  [400, { code: 'a_word_of_tomorrow' }, 'a_word_of_tomorrow'],
  [404, older, 'not_found'],
  [409, older, 'already_exists'],
  [400, older, null],
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
