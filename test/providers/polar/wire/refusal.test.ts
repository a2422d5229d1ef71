import { describe, expect, it } from 'vitest';
import { toFields } from '../../../../src/providers/polar/wire/refusal.ts';

type Location = readonly (string | number)[];

function complaintAt(loc: Location, type = 'value_error', msg = 'Value error, not accepted') {
  return { type, loc, msg, input: 'mira@orchard.example', ctx: { reason: 'mira@orchard.example' } };
}

function misfit(...detail: readonly unknown[]) {
  return { error: 'RequestValidationError', detail };
}

function brokenRule(...detail: readonly unknown[]) {
  return { error: 'PolarRequestValidationError', detail };
}

describe('the field of a refusal', () => {
  const places: readonly (readonly [Location, readonly string[]])[] = [
    [['body', 'individual', 'email'], ['email']],
    [['body', 'email'], ['email']],
    [['body', 'external_id'], ['externalId']],
    [['body', 'individual', 'name'], ['name']],
    [['body', 'locale'], ['locale']],
    [['body', 'tax_id'], ['taxId']],
    [['body', 'billing_address'], ['address']],
    [
      ['body', 'individual', 'billing_address', 'country'],
      ['address', 'country'],
    ],
    [
      ['body', 'billing_address', 'postal_code'],
      ['address', 'postalCode'],
    ],
    [
      ['body', 'billing_address', 'function-after[check(), Address]', 'state'],
      ['address', 'state'],
    ],
    [['body', 'metadata'], ['metadata']],
    [['body', 'individual', 'metadata', 'email', '[key]'], ['metadata']],
    [['body', 'customer_id'], ['customer']],
    [['body', 'CustomerSessionCustomerIDCreate', 'return_url'], ['returnUrl']],
    [['body', 'success_url'], ['successUrl']],
    [['body', 'products', 1], ['products']],
  ];

  it.each(places)('is found in %j', (location, path) => {
    expect(toFields(422, misfit(complaintAt(location)))).toEqual([{ path, problem: 'invalid' }]);
  });

  const nowhere: readonly Location[] = [
    ['body', 'organization_id'],
    ['body'],
    ['body', 0],
    ['body', 'constructor'],
    ['query', 'email'],
    ['path', 'id'],
    [],
  ];

  it.each(nowhere.map((location) => [location]))('is none of ours in %j', (location) => {
    expect(toFields(422, misfit(complaintAt(location)))).toEqual([]);
  });
});

describe('the problem of a refusal', () => {
  it.each([
    ['missing', 'required'],
    ['string_too_long', 'too-long'],
    ['url_too_long', 'too-long'],
    ['too_long', 'too-many'],
    ['value_error', 'invalid'],
    ['invalid', 'invalid'],
    ['a new one', 'invalid'],
  ])('of type %s is %s', (type, problem) => {
    expect(toFields(422, misfit(complaintAt(['body', 'metadata'], type)))).toMatchObject([{ problem }]);
  });

  it.each([
    ['email', 'A customer with this email address already exists.', 'taken'],
    ['external_id', 'A customer with this external ID already exists.', 'taken'],
    ['external_id', 'Customer external ID cannot be updated.', 'fixed'],
    ['name', 'A customer with this name already exists.', 'invalid'],
    ['email', 'Customer email cannot be updated.', 'invalid'],
  ])('with %s is told by the text of a rule: "%s"', (field, text, problem) => {
    expect(toFields(422, brokenRule(complaintAt(['body', field], 'value_error', text)))).toMatchObject([
      { problem },
    ]);
  });

  it('is not taken for a conflict where the schema was not met', () => {
    const text = 'value is not an email address: already exists';
    expect(toFields(422, misfit(complaintAt(['body', 'email'], 'value_error', text)))).toEqual([
      { path: ['email'], problem: 'invalid' },
    ]);
  });

  it('with a tax id without a country is the missing country', () => {
    const text = 'Country is required to validate tax ID.';
    expect(toFields(422, brokenRule(complaintAt(['body', 'billing_address'], 'missing', text)))).toEqual([
      { path: ['address', 'country'], problem: 'required' },
    ]);
  });
});

describe('the fields of a refusal', () => {
  it('are each told once, in their order, and without the echoed input', () => {
    const detail = [
      complaintAt(['body', 'products', 0]),
      complaintAt(['body', 'email'], 'missing'),
      complaintAt(['body', 'products', 1]),
    ];
    const fields = toFields(422, brokenRule(...detail));
    expect(fields).toEqual([
      { path: ['products'], problem: 'invalid' },
      { path: ['email'], problem: 'required' },
    ]);
    expect(JSON.stringify(fields)).not.toContain('mira');
  });

  it('are told beside entries of another shape, and without the code', () => {
    const detail = [null, 'x', { loc: 'body' }, complaintAt(['body', 'name'])];
    expect(toFields(422, { detail })).toEqual([{ path: ['name'], problem: 'invalid' }]);
  });

  it.each([
    ['another status', 400, misfit(complaintAt(['body', 'email']))],
    ['a detail that is text', 422, { error: 'RequestValidationError', detail: 'Not accepted' }],
    ['no JSON', 422, undefined],
    ['null', 422, null],
  ])('are none with %s', (_why, status, body) => {
    expect(toFields(status, body)).toEqual([]);
  });
});
