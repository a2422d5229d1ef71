import { describe, expect, it } from 'vitest';
import type { BillingProvider } from '../../../src/billing/provider.ts';
import { createOrganization, person } from './organization.ts';
import {
  createCall,
  createLago,
  type Fields,
  failureOf,
  fixtureRecord,
  linesOf,
  ok,
  refusal,
} from './support.ts';

const id = '5e4d3c2b-1a09-4f8e-9d7c-6b5a49382710';
const notFound = { kind: 'not-found' };
const terminated = (fields: Fields = {}) =>
  ok({
    applied_coupon: {
      ...fixtureRecord('applied-coupons', 'applied_coupons'),
      status: 'terminated',
      ...fields,
    },
  });

function remove(lago: BillingProvider, key: string) {
  return lago.couponRemoval?.remove(key, createCall()) ?? expect.fail('no removal');
}

describe('taking a coupon of Lago away', () => {
  it.each([
    [`${id}:team-7`, { key: 'team-7' }],
    [`${id}:a:b/c`, { key: 'a:b/c' }],
    [id, null],
    ['', null],
  ])('tells whose coupon it is without asking: %s', (key, owner) => {
    const { lago, sent } = createLago(() => expect.fail('nothing is asked'));
    expect(lago.couponRemoval?.ownerOf(key)).toEqual(owner);
    expect(sent).toEqual([]);
  });

  it('terminates the one that was applied to the customer', async () => {
    const { lago, sent } = createLago(() => terminated());
    expect(await remove(lago, `${id}:team-7`)).toMatchObject({
      key: `${id}:team-7`,
      code: 'CLEARSKY',
      status: 'INACTIVE',
    });
    expect(linesOf(sent)).toEqual([`DELETE /customers/team-7/applied_coupons/${id}`]);
  });

  it('splits the key where the external id begins', async () => {
    const { lago, sent } = createLago(() => terminated({ external_customer_id: 'a:b/c\n' }));
    expect(await failureOf(remove(lago, `${id}:a:b/c\n`))).toEqual(notFound);
    expect(sent).toEqual([]);

    const other = createLago(() => terminated({ external_customer_id: 'a:b/c' }));
    expect(await remove(other.lago, `${id}:a:b/c`)).toMatchObject({ key: `${id}:a:b/c` });
    expect(linesOf(other.sent)).toEqual([`DELETE /customers/a%3Ab%2Fc/applied_coupons/${id}`]);
  });

  it.each([
    '',
    id,
    `${id}:`,
    `${id}:..`,
    'team-7',
    `1:team-7`,
    `${id.toUpperCase()}:team-7`,
    `..:team-7`,
    `x${id}:team-7`,
    `${id}:a\u0000b`,
  ])('asks nobody about %j', async (key) => {
    const { lago, sent } = createLago(() => terminated());
    expect(await failureOf(remove(lago, key))).toEqual(notFound);
    expect(sent).toEqual([]);
  });

  it.each(['customer_not_found', 'applied_coupon_not_found'])('finds nothing after %s', async (code) => {
    const { lago } = createLago(() => refusal(404, code));
    expect(await failureOf(remove(lago, `${id}:team-7`))).toEqual(notFound);
  });

  it.each([
    [{ status: 502, body: '' }, 'outcome-unknown'],
    [refusal(404, 'resource_not_found'), 'rejected'],
    [terminated({ lago_id: '5e4d3c2b-1a09-4f8e-9d7c-6b5a49382713' }), 'bad-response'],
    [terminated({ external_customer_id: 'team-8' }), 'bad-response'],
    [ok({ applied_coupon: null }), 'bad-response'],
  ])('fails after %j', async (answer, failure) => {
    const { lago, sent } = createLago(() => answer);
    expect(await failureOf(remove(lago, `${id}:team-7`))).toMatchObject({ failure });
    expect(sent).toHaveLength(1);
  });

  it('makes sure of the path first where the external id has a dot', async () => {
    const path = '/customers/acme%2Eio';
    const search = 'GET /customers?external_id=acme.io&page=1&per_page=1';
    const removal = (found: string) => {
      const { lago, sent } = createLago(
        createOrganization([person('acme.io')], {
          [`GET ${path}`]: () => ok({ customer: person(found) }),
          [`DELETE ${path}/applied_coupons/${id}`]: () => terminated({ external_customer_id: 'acme.io' }),
        }),
      );
      return { sent, removed: remove(lago, `${id}:acme.io`) };
    };
    const safe = removal('acme.io');
    expect(await safe.removed).toMatchObject({ key: `${id}:acme.io` });
    expect(linesOf(safe.sent)).toEqual([search, `GET ${path}`, `DELETE ${path}/applied_coupons/${id}`]);

    const astray = removal('acme');
    expect(await failureOf(astray.removed)).toMatchObject({ failure: 'bad-response' });
    expect(linesOf(astray.sent)).toEqual([search, `GET ${path}`]);
  });
});
