import { describe, expect, test } from 'vitest';
import { createPolar, idOf, segment } from './support.ts';

const ada = { email: 'ada@initech.example', external_id: 'new-1', name: 'Ada' };

function schemaProblem(type: string, ...loc: readonly (string | number)[]) {
  return { status: 422, body: { error: 'RequestValidationError', detail: [{ type, loc }] } };
}

function ruleProblem(field: string, message: string, type = 'value_error') {
  return {
    status: 422,
    body: { error: 'PolarRequestValidationError', detail: [{ type, loc: ['body', field], msg: message }] },
  };
}

describe('creating a customer', () => {
  test('answers 201 with it, and later reads show it', () => {
    const polar = createPolar();
    const answer = polar.ask('POST', '/v1/customers/', {
      ...ada,
      metadata: { seats: 3, rate: 0.5, vip: true, plan: 'x' },
      billing_address: { country: 'us', state: 'ny', city: 'New York' },
      tax_id: '91-1144442',
      locale: 'en-us',
      unknown_key: 'ignored',
    });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        type: 'individual',
        email: 'ada@initech.example',
        email_verified: false,
        billing_name: 'Ada',
        billing_address: { country: 'US', state: 'US-NY', city: 'New York', line1: null },
        tax_id: ['911144442', 'us_ein'],
        locale: 'en-US',
        metadata: { seats: 3, rate: 0.5, vip: true, plan: 'x' },
        created_at: '2026-05-15T12:00:00.250000Z',
        modified_at: null,
      },
    });
    expect(answer.body).not.toHaveProperty('unknown_key');
    expect(polar.get('/v1/customers/external/new-1')).toEqual(answer.body);
    expect(polar.items('/v1/customers/?limit=1')).toEqual([answer.body]);
    expect(polar.get('/v1/customers/external/new-1/state')).toMatchObject({ granted_benefits: [] });
  });

  test('trims external ids, and takes empty text for none', () => {
    const polar = createPolar();
    const post = (body: unknown) => polar.ask('POST', '/v1/customers/', body).body;
    expect(post({ email: 'one@x.example', external_id: '  spaced ', name: '' })).toMatchObject({
      external_id: 'spaced',
      name: null,
    });
    expect(post({ email: 'two@x.example', external_id: '   ' })).toMatchObject({ external_id: null });
  });

  test('keeps the case of an e-mail’s mailbox, not of its domain', () => {
    const { body } = createPolar().ask('POST', '/v1/customers/', { email: 'Ada.K@Initech.EXAMPLE' });
    expect(body).toMatchObject({ email: 'Ada.K@initech.example' });
  });

  test('refuses an e-mail or an external id that is taken, with 422 and both at once', () => {
    const answer = createPolar().ask('POST', '/v1/customers/', {
      email: 'ADA.lovelace@example.com',
      external_id: 'acct-2',
    });
    expect(answer).toMatchObject({
      status: 422,
      body: {
        error: 'PolarRequestValidationError',
        detail: [
          { loc: ['body', 'email'], msg: 'A customer with this email address already exists.' },
          {
            loc: ['body', 'external_id'],
            msg: 'A customer with this external ID already exists.',
            input: 'acct-2',
          },
        ],
      },
    });
  });

  test('takes external ids that differ in case alone for different', () => {
    const answer = createPolar().ask('POST', '/v1/customers/', { ...ada, external_id: 'Acct-1' });
    expect(answer.status).toBe(201);
  });

  test('refuses an organization id, since the token says it', () => {
    const answer = createPolar().ask('POST', '/v1/customers/', {
      ...ada,
      organization_id: '7a1f6f0e-52c1-4b58-9d5b-0a4f6c2b9e11',
    });
    const message = 'Setting organization_id is disallowed when using an organization token.';
    expect(answer).toMatchObject(ruleProblem('organization_id', message, 'organization_token'));
  });

  test.each([
    ['no e-mail', { name: 'Ada' }, 'missing', ['body', 'individual', 'email']],
    ['an e-mail that is none', { email: 'ada' }, 'value_error', ['body', 'individual', 'email']],
    ['a number for a name', { ...ada, name: 7 }, 'string_type', ['body', 'individual', 'name']],
    ['a long name', { ...ada, name: 'x'.repeat(257) }, 'string_too_long', ['body', 'individual', 'name']],
    ['a NUL', { ...ada, name: 'a\0b' }, 'value_error', ['body', 'individual', 'name']],
    ['null metadata', { ...ada, metadata: null }, 'dict_type', ['body', 'individual', 'metadata']],
    [
      'an empty metadata value',
      { ...ada, metadata: { key: '' } },
      'string_too_short',
      ['body', 'individual', 'metadata', 'key'],
    ],
    [
      'a long metadata key',
      { ...ada, metadata: { ['k'.repeat(41)]: 'v' } },
      'string_too_long',
      ['body', 'individual', 'metadata', 'k'.repeat(41), '[key]'],
    ],
    [
      'a sanctioned country',
      { ...ada, billing_address: { country: 'KP' } },
      'literal_error',
      ['body', 'individual', 'billing_address', 'country'],
    ],
    [
      'an address without a country',
      { ...ada, billing_address: { city: 'Rome' } },
      'missing',
      ['body', 'individual', 'billing_address', 'country'],
    ],
    [
      'an unknown state',
      { ...ada, billing_address: { country: 'CA', state: 'NY' } },
      'value_error',
      ['body', 'individual', 'billing_address', 'state'],
    ],
    ['an odd locale', { ...ada, locale: '!!' }, 'value_error', ['body', 'individual', 'locale']],
    ['another type', { ...ada, type: 'robot' }, 'union_tag_invalid', ['body']],
    ['a team without e-mail and owner', { type: 'team', name: 'T' }, 'value_error', ['body', 'team']],
    ['a list', [], 'model_attributes_type', ['body', 'individual']],
    ['broken JSON', '{"email":', 'json_invalid', ['body', 0]],
    ['nothing', '', 'missing', ['body']],
  ])('refuses %s', (_case, body, type, loc) => {
    expect(createPolar().ask('POST', '/v1/customers/', body)).toMatchObject(schemaProblem(type, ...loc));
  });

  test('refuses more than fifty metadata entries', () => {
    const entries = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`key_${index}`, index]));
    const polar = createPolar();
    const refused = polar.ask('POST', '/v1/customers/', { ...ada, metadata: entries(51) });
    expect(refused).toMatchObject(schemaProblem('too_long', 'body', 'individual', 'metadata'));
    expect(polar.ask('POST', '/v1/customers/', { ...ada, metadata: entries(50) }).status).toBe(201);
  });

  test('refuses a body of another media type', () => {
    const answer = createPolar().ask('POST', '/v1/customers/', ada, { 'content-type': 'text/plain' });
    expect(answer.status).toBe(422);
  });

  test.each([
    [
      'without a country',
      { tax_id: 'DE123456789' },
      'billing_address',
      'Country is required to validate tax ID.',
      'missing',
    ],
    [
      'of another form',
      { tax_id: 'nonsense', billing_address: { country: 'DE' } },
      'tax_id',
      'Invalid tax ID.',
      'invalid',
    ],
  ])('refuses a tax id %s', (_case, fields, field, message, type) => {
    const answer = createPolar().ask('POST', '/v1/customers/', { ...ada, ...fields });
    expect(answer).toMatchObject(ruleProblem(field, message, type));
  });

  test('of a team without an e-mail takes its owner for a member', () => {
    const polar = createPolar();
    const { status, body } = polar.ask('POST', '/v1/customers/', {
      type: 'team',
      external_id: 'team-new',
      owner: { email: 'boss@team.example', external_id: 'boss' },
    });
    expect({ status, body }).toMatchObject({ status: 201, body: { type: 'team', email: null } });
    const session = polar.ask('POST', '/v1/customer-sessions/', {
      external_customer_id: 'team-new',
      external_member_id: 'boss',
    });
    expect(session.status).toBe(201);
  });
});

describe('updating a customer', () => {
  test('changes what is named, clears what may be null and leaves the rest', () => {
    const polar = createPolar();
    const path = `/v1/customers/${idOf(polar, 'acct-1')}`;
    const before = polar.get(path);
    const { body } = polar.ask('PATCH', path, { name: null, locale: null, tax_id: null, email: null });
    expect(body).toEqual({
      ...before,
      name: null,
      locale: null,
      tax_id: null,
      modified_at: '2026-05-15T12:00:00.250000Z',
    });
    expect(polar.get(path)).toEqual(body);
  });

  test('replaces the metadata and the address as a whole', () => {
    const { body } = createPolar().ask('PATCH', '/v1/customers/external/acct-1', {
      metadata: { only: 'this' },
      billing_address: { country: 'DE' },
    });
    expect(body).toMatchObject({
      metadata: { only: 'this' },
      billing_address: { country: 'DE', city: null, line1: null },
    });
    expect(body).not.toHaveProperty('metadata.tier');
  });

  test('unverifies a new e-mail', () => {
    const answer = createPolar().ask('PATCH', '/v1/customers/external/acct-1', { email: 'new@example.com' });
    expect(answer.body).toMatchObject({ email: 'new@example.com', email_verified: false });
  });

  test('looks at the old tax id again when the country changes', () => {
    const answer = createPolar().ask('PATCH', '/v1/customers/external/acct-1', {
      billing_address: { country: 'US' },
    });
    expect(answer).toMatchObject(ruleProblem('tax_id', 'Invalid tax ID.', 'invalid'));
  });

  test.each([
    [
      'an external id that is set',
      { external_id: 'other' },
      'external_id',
      'Customer external ID cannot be updated.',
    ],
    [
      'an external id to null',
      { external_id: null },
      'external_id',
      'Customer external ID cannot be updated.',
    ],
    [
      'an address to null',
      { billing_address: null },
      'billing_address',
      'Customer billing address cannot be reset to null once set.',
    ],
    [
      'an e-mail to a taken one',
      { email: 'grace.HOPPER@example.com' },
      'email',
      'A customer with this email address already exists.',
    ],
  ])('does not change %s', (_case, changes, field, message) => {
    const polar = createPolar();
    const answer = polar.ask('PATCH', `/v1/customers/${idOf(polar, 'acct-1')}`, changes);
    expect(answer).toMatchObject(ruleProblem(field, message));
  });

  test.each(['individual', null])('does not change a team to %s', (type) => {
    const polar = createPolar();
    const answer = polar.ask('PATCH', `/v1/customers/${idOf(polar, 'team-initech')}`, { type });
    expect(answer).toMatchObject(
      ruleProblem('type', "Customer type cannot be downgraded from 'team' to 'individual'."),
    );
  });

  test('makes an individual a team', () => {
    const polar = createPolar();
    const answer = polar.ask('PATCH', `/v1/customers/${idOf(polar, 'acct-7')}`, { type: 'team' });
    expect(answer).toMatchObject({ status: 200, body: { type: 'team' } });
  });

  test('sets an external id once, and takes the same one again', () => {
    const polar = createPolar();
    const [walkIn] = polar.items('/v1/customers/?email=walk.in@example.com');
    const path = `/v1/customers/${walkIn?.id}`;
    const taken = polar.ask('PATCH', path, { external_id: 'acct-1' });
    expect(taken).toMatchObject(
      ruleProblem('external_id', 'A customer with this external ID already exists.'),
    );
    expect(polar.ask('PATCH', path, { external_id: null }).status).toBe(200);
    expect(polar.ask('PATCH', path, { external_id: 'walk-in' }).body).toMatchObject({
      external_id: 'walk-in',
    });
    expect(polar.ask('PATCH', path, { external_id: 'walk-in' }).status).toBe(200);
  });

  test('by external id ignores an external id and a type in the body', () => {
    const answer = createPolar().ask('PATCH', '/v1/customers/external/acct-2', {
      external_id: 'other',
      type: 'team',
      name: 'Grace',
    });
    expect(answer).toMatchObject({
      status: 200,
      body: { external_id: 'acct-2', type: 'individual', name: 'Grace' },
    });
  });

  test('refuses null metadata, without the type in the location', () => {
    const answer = createPolar().ask('PATCH', '/v1/customers/external/acct-2', { metadata: null });
    expect(answer).toMatchObject(schemaProblem('dict_type', 'body', 'metadata'));
  });

  test('of nobody is 404', () => {
    expect(createPolar().ask('PATCH', '/v1/customers/external/nobody', {}).status).toBe(404);
  });
});

describe('deleting a customer', () => {
  test('is soft: its rows stay under its id, its e-mail and external id are free again', () => {
    const polar = createPolar();
    const id = idOf(polar, 'acct-1');
    expect(polar.ask('DELETE', `/v1/customers/${id}`)).toMatchObject({ status: 204, text: '' });
    expect(polar.ask('GET', `/v1/customers/${id}`).status).toBe(404);
    expect(polar.ask('GET', `/v1/customers/${id}/state`).status).toBe(404);
    expect(polar.ask('DELETE', `/v1/customers/${id}`).status).toBe(404);
    expect(polar.items(`/v1/subscriptions/?customer_id=${id}`)).toMatchObject([
      {
        status: 'canceled',
        ended_at: '2026-05-15T12:00:00.250000Z',
        customer: { external_id: 'acct-1', deleted_at: '2026-05-15T12:00:00.250000Z' },
      },
    ]);
    expect(polar.items(`/v1/benefit-grants/?customer_id=${id}&is_granted=true`)).toEqual([]);
    expect(polar.items('/v1/subscriptions/?external_customer_id=acct-1')).toEqual([]);
    const again = { email: 'ada.lovelace@example.com', external_id: 'acct-1' };
    expect(polar.ask('POST', '/v1/customers/', again).status).toBe(201);
  });

  test('by external id works the same', () => {
    const polar = createPolar();
    const path = `/v1/customers/external/${segment('客户-8')}`;
    expect(polar.ask('DELETE', path).status).toBe(204);
    expect(polar.ask('GET', path).status).toBe(404);
  });

  test('may anonymize, which spares the name that goes with a tax id', () => {
    const polar = createPolar();
    const anonymized = (externalId: string) => {
      const id = idOf(polar, externalId);
      expect(polar.ask('DELETE', `/v1/customers/${id}?anonymize=true`).status).toBe(204);
      return polar.items(`/v1/subscriptions/?customer_id=${id}`)[0]?.customer;
    };
    expect(anonymized('acct-1')).toMatchObject({
      email: expect.stringMatching(/^[0-9a-f]{64}@anonymized\.polar\.sh$/),
      name: 'Ada Lovelace',
      billing_name: expect.stringMatching(/^[0-9a-f]{64}$/),
      billing_address: null,
      tax_id: ['DE123456789', 'eu_vat'],
      metadata: { __anonymized_at: '2026-05-15T12:00:00.250000Z' },
    });
    expect(anonymized('acct-2')).toMatchObject({ name: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  test('with an odd wish is refused and does nothing', () => {
    const polar = createPolar();
    const answer = polar.ask('DELETE', '/v1/customers/external/acct-1?anonymize=maybe');
    expect(answer).toMatchObject(schemaProblem('bool_parsing', 'query', 'anonymize'));
    expect(polar.ask('GET', '/v1/customers/external/acct-1').status).toBe(200);
  });

  test('in one sandbox does not reach another', () => {
    const polar = createPolar();
    polar.ask('DELETE', '/v1/customers/external/acct-1');
    expect(createPolar().ask('GET', '/v1/customers/external/acct-1').status).toBe(200);
  });
});
