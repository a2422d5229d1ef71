import { describe, expect, it } from 'vitest';
import { createOrganization, person } from './organization.ts';
import {
  type Answer,
  complaint,
  createCall,
  createLago,
  failureOf,
  linesOf,
  ok,
  refusal,
} from './support.ts';

const stored = person('team-7');
const taken = {
  kind: 'conflict',
  message: 'Another customer has this external id.',
  path: ['externalId'],
};
const thirdParty = { third_party: 'Stripe', thirdparty_error: 'No such customer' };

/** The two upserts, of which Lago answers each like this. */
function upsertsAnswered(answer: Answer) {
  const { lago, sent } = createLago(createOrganization([stored], { 'POST /customers': () => answer }));
  const { create, update } = lago.customerWrites;
  const metadata = [{ key: 'tier', value: 'gold' }];
  return {
    sent,
    create: () => create({ externalId: 'new', metadata }, createCall()),
    update: () => update({ key: 'team-7' }, { metadata }, createCall()),
  };
}

describe('an upsert that Lago refuses', () => {
  it('is a conflict where somebody else has created the customer meanwhile', async () => {
    for (const details of [{ external_id: ['value_already_exist'] }, { key: ['value_already_exist'] }]) {
      const { create } = upsertsAnswered(complaint(details));
      expect(await failureOf(create())).toEqual(taken);
    }
  });

  it('is a conflict where somebody else has changed the metadata meanwhile', async () => {
    const { update } = upsertsAnswered(complaint({ key: ['value_already_exist'] }));
    expect(await failureOf(update())).toEqual({
      kind: 'conflict',
      message: 'The metadata was changed by somebody else at the same time.',
      path: ['metadata'],
    });
  });

  it('names the fields as the input does', async () => {
    const { create } = upsertsAnswered(
      complaint({ email: ['invalid_email_format'], zipcode: ['value_is_too_long'], slug: ['odd'] }),
    );
    expect(await failureOf(create())).toEqual({
      kind: 'invalid',
      issues: [
        { path: ['email'], message: 'is not accepted by this provider' },
        { path: ['address', 'postalCode'], message: 'is too long for this provider' },
        { path: [], message: 'is not accepted by this provider' },
      ],
    });
  });

  it.each([
    [refusal(422, 'lock_acquisition_failed'), 'rejected', 'lock_acquisition_failed'],
    [
      refusal(403, 'write_action_not_allowed_for_customer'),
      'forbidden',
      'write_action_not_allowed_for_customer',
    ],
    [{ status: 401, body: { status: 401, error: 'Unauthorized' } }, 'unauthenticated', null],
    [{ status: 429, body: '<html>' }, 'rate-limited', null],
  ])('is a failure of the provider after %j', async (answer, failure, reason) => {
    const { create, update, sent } = upsertsAnswered(answer);
    expect(await failureOf(create())).toEqual({ failure, reason, detail: null });
    expect(await failureOf(update())).toMatchObject({ failure, reason });
    expect(sent).toHaveLength(4);
  });

  it.each([
    [{ status: 422, body: { code: 'third_party_error', error_details: thirdParty } }, 'third_party_error'],
    [{ status: 422, body: { code: 'provider_error', error_details: { code: 'x' } } }, 'provider_error'],
    [refusal(429, 'too_many_provider_requests'), 'too_many_provider_requests'],
    [
      { status: 401, body: { status: 401, error: 'Stripe authentication failed. Expired' } },
      'payment_provider_unauthenticated',
    ],
    [{ status: 500, body: '' }, null],
    [{ status: 503, body: refusal(503, 'customer_not_found').body }, null],
  ])('may have happened all the same after %j', async (answer, reason) => {
    const { create, update, sent } = upsertsAnswered(answer);
    expect(await failureOf(create())).toMatchObject({ failure: 'outcome-unknown', reason });
    expect(await failureOf(update())).toMatchObject({ failure: 'outcome-unknown', reason });
    expect(sent).toHaveLength(4);
  });
});

describe('an answer to a write', () => {
  const badResponse = (detail: unknown) => ({ failure: 'bad-response', reason: null, detail });

  it.each([
    ['another customer', ok({ customer: person('team-8') }), 'another customer'],
    ['no external id', ok({ customer: {} }), 'external_id: invalid_type'],
    [
      'a record that does not fit',
      ok({ customer: person('team-7', { lago_id: 7 }) }),
      'lago_id: invalid_type',
    ],
    ['text', ok('"team-7"'), '(root): invalid_type'],
  ])('with %s is a bad response', async (_case, answer, detail) => {
    const { lago } = createLago(createOrganization([stored], { 'POST /customers': () => answer }));
    const change = lago.customerWrites.update({ key: 'team-7' }, { name: 'Ada' }, createCall());
    expect(await failureOf(change)).toEqual(badResponse(detail));
  });

  it('with a customer made anew, because the one to be changed was deleted meanwhile, says that nobody knows', async () => {
    const remade = () => ok({ customer: person('team-7', { lago_id: 'another-one' }) });
    const { lago } = createLago(createOrganization([stored], { 'POST /customers': remade }));
    const change = lago.customerWrites.update({ key: 'team-7' }, { name: 'Ada' }, createCall());
    expect(await failureOf(change)).toMatchObject({ failure: 'outcome-unknown' });
  });
});

describe('a look before a write', () => {
  it.each([
    ['an outage', { status: 503, body: '' }, 'unavailable'],
    ['a wrong base URL', refusal(404, 'resource_not_found'), 'rejected'],
    ['another customer', ok({ customer: person('team-8') }), 'bad-response'],
  ])('that ends in %s keeps the write from being sent', async (_case, answer, failure) => {
    const { lago, sent } = createLago(createOrganization([], { 'GET /customers/team-7': () => answer }));
    const { create, ensure, update, delete: remove } = lago.customerWrites;
    const failures = await Promise.all(
      [
        create({ externalId: 'team-7' }, createCall()),
        ensure({ externalId: 'team-7' }, createCall()),
        update({ key: 'team-7' }, { name: 'Ada' }, createCall()),
        remove({ key: 'team-7' }, createCall()),
      ].map(failureOf),
    );
    for (const each of failures) expect(each).toMatchObject({ failure });
    expect(new Set(linesOf(sent))).toEqual(new Set(['GET /customers/team-7']));
  });

  it('is not even taken when the request has ended', async () => {
    const { lago, sent } = createLago(createOrganization());
    const call = { ...createCall(), signal: AbortSignal.abort() };
    expect(await failureOf(lago.customerWrites.create({ externalId: 'new' }, call))).toMatchObject({
      failure: 'unavailable',
    });
    expect(sent).toEqual([]);
  });
});
