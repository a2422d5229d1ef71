import { describe, expect, it } from 'vitest';
import { createCall, createLago, fixtureText, linesOf, ok, plain, refusal, routes } from './support.ts';

const body = (status: number, error: string) => JSON.stringify({ status, error });

describe('the client of Lago', () => {
  it('sends the key as a bearer token and asks for JSON', async () => {
    const { lago, sent } = createLago(routes({ '/customers/team-7': () => ok(fixtureText('customer')) }));
    await lago.customers.byKeys(['team-7'], createCall());
    expect(sent).toHaveLength(1);
    expect(sent[0]?.headers).toMatchObject({
      authorization: 'Bearer key-of-the-test',
      accept: 'application/json',
    });
  });

  it.each([
    [400, body(400, 'BadRequest: param is missing'), 'rejected', null],
    [401, body(401, 'Unauthorized'), 'unauthenticated', null],
    [
      403,
      refusal(403, 'read_action_not_allowed_for_wallet').body,
      'forbidden',
      'read_action_not_allowed_for_wallet',
    ],
    [404, refusal(404, 'resource_not_found').body, 'rejected', 'resource_not_found'],
    [405, refusal(405, 'feature_not_supported').body, 'rejected', 'feature_not_supported'],
    [
      422,
      { status: 422, code: 'validation_errors', error_details: { currencies: { 0: ['value_is_invalid'] } } },
      'rejected',
      'validation_errors',
    ],
    [429, refusal(429, 'too_many_provider_requests').body, 'rate-limited', 'too_many_provider_requests'],
    [429, '<html>slow down</html>', 'rate-limited', null],
    [500, body(500, 'Internal Server Error'), 'unavailable', null],
    [502, '', 'unavailable', null],
  ])('says what a %i means', async (status, answer, failure, reason) => {
    const { lago } = createLago(() => ({ status, body: answer }));
    const found = await lago.balance.ofCustomers(
      ['team-7'],
      { money: true, live: true, credits: true },
      createCall(),
    );
    expect(plain(found.get('team-7'))).toEqual({ failure, reason, detail: null });
  });

  it('takes a missing route for a mistake in the settings and not for a missing customer', async () => {
    const { lago } = createLago(() => refusal(404, 'resource_not_found'), { baseUrl: 'https://lago.test' });
    const found = await lago.customers.byKeys(['team-7'], createCall());
    expect(found.get('team-7')).toMatchObject({ failure: 'rejected', reason: 'resource_not_found' });
  });

  it.each([401, 403, 422, 500, 503])('never takes a %i for a missing customer', async (status) => {
    const { lago } = createLago(() => refusal(status, 'customer_not_found'));
    const found = await lago.customers.byKeys(['team-7'], createCall());
    expect(found.get('team-7')).toMatchObject({ status, reason: null });
  });

  it.each([
    ['no collection', { meta: { total_pages: 0, total_count: 0 } }],
    ['a collection of null', { wallets: null, meta: { total_pages: 0, total_count: 0 } }],
    ['no meta', { wallets: [] }],
    ['a page count that is text', { wallets: [], meta: { total_pages: '0', total_count: 0 } }],
    ['another collection', { customers: [], meta: { total_pages: 0, total_count: 0 } }],
    ['no object', []],
  ])('takes a list with %s for a bad response and never for an empty list', async (_case, answer) => {
    const { lago } = createLago(() => ok(answer));
    const found = await lago.balance.ofCustomers(
      ['team-7'],
      { money: true, live: true, credits: true },
      createCall(),
    );
    expect(found.get('team-7')).toMatchObject({ failure: 'bad-response' });
  });

  it('asks nothing for nobody', async () => {
    const { lago, sent } = createLago(() => undefined);
    const call = createCall();
    const parts = { money: true, live: true, credits: true };
    expect(await lago.customers.byKeys([], call)).toEqual(new Map());
    expect(await lago.usage.ofCustomers([], { subscriptionId: null }, call)).toEqual(new Map());
    expect(await lago.balance.ofCustomers([], parts, call)).toEqual(new Map());
    expect(linesOf(sent)).toEqual([]);
  });
});
