import { describe, expect, it } from 'vitest';
import { encodeNodeId } from '../../src/graphql/node-id.ts';
import { execute } from '../support/execute.ts';
import { createWritableProvider } from '../support/fake-writes.ts';
import { type Mutation, mutate } from '../support/mutate.ts';

const id = encodeNodeId({ type: 'Customer', provider: 'lago', key: 'acct-1' });
const external = { provider: 'lago', externalId: 'acct-1' };

/** Runs a mutation over one account and gives what it answered and what reached the account. */
async function run(mutation: Mutation, input: object, selection?: string) {
  const lago = createWritableProvider();
  const answer = await mutate([lago], { mutation, input, ...(selection !== undefined && { selection }) });
  return { ...answer, writes: lago.writes, reads: lago.reads };
}

describe('createCustomer', () => {
  it('hands the whole customer to its account and answers what was created', async () => {
    const { provider: _account, ...fields } = {
      ...external,
      name: 'Ada',
      email: 'ada@initech.io',
      phone: '+44 20',
      currency: 'EUR',
      timezone: 'Europe/London',
      locale: 'en',
      taxId: 'GB1',
      address: { line1: 'Street 1', city: 'London', country: 'GB' },
      metadata: [{ key: 'tier', value: 'gold' }],
    };
    const { data, errors, writes } = await run(
      'createCustomer',
      { provider: 'lago', ...fields },
      '... on CreateCustomerPayload { customer { id name provider { name } } }',
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      result: {
        __typename: 'CreateCustomerPayload',
        customer: { id, name: 'Ada', provider: { name: 'lago' } },
      },
    });
    expect(writes).toEqual([{ write: 'create', given: [fields] }]);
  });

  it('takes empty text for none, but in metadata values and the external id', async () => {
    const input = {
      provider: 'lago',
      externalId: '',
      name: '',
      email: null,
      address: { line1: '', city: 'Bonn' },
      metadata: [{ key: 'note', value: '' }],
    };
    expect((await run('createCustomer', input)).writes).toEqual([
      {
        write: 'create',
        given: [
          {
            externalId: '',
            name: null,
            email: null,
            address: { line1: null, city: 'Bonn' },
            metadata: [{ key: 'note', value: '' }],
          },
        ],
      },
    ]);
  });
});

describe('ensureCustomer', () => {
  it('tells whether it created the customer', async () => {
    const { data, writes } = await run(
      'ensureCustomer',
      { ...external, name: 'Ada' },
      '... on EnsureCustomerPayload { created customer { id } }',
    );
    expect(data).toEqual({
      result: { __typename: 'EnsureCustomerPayload', created: false, customer: { id } },
    });
    expect(writes).toEqual([{ write: 'ensure', given: [{ externalId: 'acct-1', name: 'Ada' }] }]);
  });
});

describe('updateCustomer', () => {
  it.each([
    ['global id', { id }, { key: 'acct-1' }],
    ['external id', { external }, { externalId: 'acct-1' }],
  ])('changes a customer by its %s', async (_name, customer, reference) => {
    const { data, writes } = await run(
      'updateCustomer',
      { customer, name: 'Ada' },
      '... on UpdateCustomerPayload { customer { id } }',
    );
    expect(data).toEqual({ result: { __typename: 'UpdateCustomerPayload', customer: { id } } });
    expect(writes).toEqual([{ write: 'update', given: [reference, { name: 'Ada' }] }]);
  });

  it.each([
    ['nothing', {}, {}],
    ['null', { name: null, address: null, metadata: null }, { name: null, address: null, metadata: null }],
    ['empty text as null', { email: '', address: { line2: '' } }, { email: null, address: { line2: null } }],
    ['null in a part of the address', { address: { state: null } }, { address: { state: null } }],
    ['an address without parts', { address: {} }, { address: {} }],
    ['no metadata', { metadata: [] }, { metadata: [] }],
    [
      'an empty metadata value',
      { metadata: [{ key: 'k', value: '' }] },
      { metadata: [{ key: 'k', value: '' }] },
    ],
    ['an external id', { externalId: 'new' }, { externalId: 'new' }],
    ['an empty external id', { externalId: '' }, { externalId: '' }],
    ['an external id of null', { externalId: null }, { externalId: null }],
  ])('keeps absent and null apart: %s', async (_name, fields, changes) => {
    const { writes } = await run('updateCustomer', { customer: { id }, ...fields });
    expect(writes).toStrictEqual([{ write: 'update', given: [{ key: 'acct-1' }, changes] }]);
  });

  it('takes a variable that is not given for an absent field', async () => {
    const lago = createWritableProvider();
    await execute(
      [lago],
      `mutation ($id: ID!, $name: String, $email: String) {
        updateCustomer(input: { customer: { id: $id }, name: $name, email: $email }) { __typename }
      }`,
      { id, email: null },
    );
    expect(lago.writes).toStrictEqual([{ write: 'update', given: [{ key: 'acct-1' }, { email: null }] }]);
  });
});

describe('deleteCustomer', () => {
  it.each([
    ['delete', { customer: { id } }, { key: 'acct-1' }],
    ['delete', { customer: { external }, anonymize: false }, { externalId: 'acct-1' }],
    ['delete', { customer: { id }, anonymize: null }, { key: 'acct-1' }],
    ['anonymize', { customer: { external }, anonymize: true }, { externalId: 'acct-1' }],
  ])('asks for %s by %j and answers the id that the customer had', async (write, input, reference) => {
    const { data, writes } = await run('deleteCustomer', input, '... on DeleteCustomerPayload { deletedId }');
    expect(data).toEqual({ result: { __typename: 'DeleteCustomerPayload', deletedId: id } });
    expect(writes).toEqual([{ write, given: [reference] }]);
  });
});

describe('createPortalSession', () => {
  it.each([
    [{ customer: { id } }, { key: 'acct-1' }, null],
    [{ customer: { external }, returnUrl: '' }, { externalId: 'acct-1' }, null],
    [{ customer: { id }, returnUrl: 'https://a.test' }, { key: 'acct-1' }, 'https://a.test'],
  ])('opens the portal for %j', async (input, reference, returnUrl) => {
    const { data, writes } = await run(
      'createPortalSession',
      input,
      '... on CreatePortalSessionPayload { url expiresAt }',
    );
    expect(data).toEqual({
      result: {
        __typename: 'CreatePortalSessionPayload',
        url: 'https://lago.test/portal',
        expiresAt: null,
      },
    });
    expect(writes).toEqual([{ write: 'portal', given: [reference, { returnUrl }] }]);
  });
});

describe('createCheckoutSession', () => {
  it.each([
    [
      { customer: { id }, successUrl: '' },
      { products: null, successUrl: null },
    ],
    [
      { customer: { id }, products: ['p-1', 'p-2'], successUrl: 'https://a.test' },
      { products: ['p-1', 'p-2'], successUrl: 'https://a.test' },
    ],
  ])('opens a checkout for %j', async (input, session) => {
    const { data, writes } = await run(
      'createCheckoutSession',
      input,
      '... on CreateCheckoutSessionPayload { url expiresAt }',
    );
    expect(data).toEqual({
      result: {
        __typename: 'CreateCheckoutSessionPayload',
        url: 'https://lago.test/checkout',
        expiresAt: '2026-05-01T01:00:00.000Z',
      },
    });
    expect(writes).toEqual([{ write: 'checkout', given: [{ key: 'acct-1' }, session] }]);
  });
});

describe('removeCoupon', () => {
  it('takes the id of the applied coupon, whatever its key holds, and answers the coupon', async () => {
    const appliedCouponId = encodeNodeId({ type: 'AppliedCoupon', provider: 'lago', key: 'ac-1:a:b/c' });
    const { data, writes } = await run(
      'removeCoupon',
      { appliedCouponId },
      '... on RemoveCouponPayload { coupon { id status } }',
    );
    const couponId = encodeNodeId({ type: 'AppliedCoupon', provider: 'lago', key: 'ac-1' });
    expect(data).toEqual({
      result: { __typename: 'RemoveCouponPayload', coupon: { id: couponId, status: 'INACTIVE' } },
    });
    expect(writes).toEqual([{ write: 'removeCoupon', given: ['ac-1:a:b/c'] }]);
  });
});
