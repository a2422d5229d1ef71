import { describe, expect, test } from 'vitest';
import { createPolar, idOf } from './support.ts';

describe('a customer session', () => {
  test('opens the portal for an hour', () => {
    const polar = createPolar();
    const { status, body } = polar.ask('POST', '/v1/customer-sessions/', {
      customer_id: idOf(polar, 'acct-1'),
      return_url: 'https://app.example/back',
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      token: expect.stringMatching(/^polar_mst_[0-9a-f]{32}$/),
      created_at: '2026-05-15T12:00:00.250000Z',
      expires_at: '2026-05-15T13:00:00.250000Z',
      return_url: 'https://app.example/back',
      customer_portal_url: expect.stringMatching(
        /\/portal\?customer_session_token=polar_mst_[0-9a-f]{32}&email=ada\.lovelace%40example\.com$/,
      ),
      customer: { external_id: 'acct-1' },
    });
  });

  test.each(['external_customer_id', 'customer_external_id'])('takes an external id as %s', (name) => {
    const answer = createPolar().ask('POST', '/v1/customer-sessions/', { [name]: 'acme.io' });
    expect(answer).toMatchObject({ status: 201, body: { customer: { external_id: 'acme.io' } } });
  });

  test.each([{ external_customer_id: 'nobody' }, { customer_id: '7a1f6f0e-52c1-4b58-9d5b-0a4f6c2b9e11' }])(
    'of an unknown customer is 422, not 404: %o',
    (body) => {
      expect(createPolar().ask('POST', '/v1/customer-sessions/', body)).toMatchObject({
        status: 422,
        body: {
          error: 'PolarRequestValidationError',
          detail: [{ loc: ['body', 'customer_id'], msg: 'Customer does not exist.' }],
        },
      });
    },
  );

  test('of a team takes a member', () => {
    const polar = createPolar();
    const open = (member: Readonly<Record<string, string>>) =>
      polar.ask('POST', '/v1/customer-sessions/', { external_customer_id: 'team-initech', ...member });
    expect(open({})).toMatchObject({
      status: 422,
      body: { detail: [{ loc: ['body', 'member_id'], msg: 'member_id is required for team customers.' }] },
    });
    expect(open({ external_member_id: 'stranger' }).status).toBe(422);
    expect(open({ external_member_id: 'member-ann' })).toMatchObject({
      status: 201,
      body: { customer_portal_url: expect.stringContaining('email=ann%40initech.example') },
    });
  });

  test.each([
    [{}, ['missing', 'missing']],
    [{ customer_id: 'acct-1' }, ['uuid_parsing']],
    [{ external_customer_id: 'acct-1', return_url: 'nowhere' }, ['url_parsing']],
    [{ external_customer_id: 'acct-1', return_url: 'ftp://files.example' }, ['url_scheme']],
    [
      { external_customer_id: 'acct-1', return_url: `https://x.example/${'y'.repeat(2083)}` },
      ['string_too_long'],
    ],
  ])('is refused for %o', (body, types) => {
    expect(createPolar().ask('POST', '/v1/customer-sessions/', body)).toMatchObject({
      status: 422,
      body: { error: 'RequestValidationError', detail: types.map((type) => ({ type })) },
    });
  });
});
