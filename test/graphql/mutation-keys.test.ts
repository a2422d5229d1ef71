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

describe('a mutation of what is not there', () => {
  it.each<readonly [Mutation, object]>([
    ['createCustomer', { provider: 'stripe', externalId: 'acct-1' }],
    ['ensureCustomer', { provider: 'stripe', externalId: 'acct-1' }],
  ])('%s refuses a provider that is not configured, and tells which ones are', async (mutation, input) => {
    const lago = createWritableProvider();
    const polar = createWritableProvider(undefined, { name: 'polar' });
    const selection = '... on ValidationError { code message issues { path message } }';
    const { data } = await mutate([lago, polar], { mutation, input, selection });
    expect(data).toEqual({
      result: {
        __typename: 'ValidationError',
        code: 'BAD_USER_INPUT',
        message: 'input.provider must be one of lago, polar.',
        issues: [{ path: ['input', 'provider'], message: 'must be one of lago, polar' }],
      },
    });
    expect([...lago.writes, ...polar.writes]).toEqual([]);
  });

  const byCustomer = [
    'updateCustomer',
    'deleteCustomer',
    'createPortalSession',
    'createCheckoutSession',
  ] as const;
  const strangeIds = [
    '',
    'garbage',
    encodeNodeId({ type: 'AppliedCoupon', provider: 'lago', key: 'acct-1' }),
    encodeNodeId({ type: 'Customer', provider: 'stripe', key: 'acct-1' }),
    encodeNodeId({ type: 'Customer', provider: 'lago', key: '..' }),
    encodeNodeId({ type: 'Customer', provider: 'lago', key: 'a\nb' }),
  ];

  it.each(byCustomer.flatMap((mutation) => strangeIds.map((strange) => [mutation, strange] as const)))(
    '%s finds nobody by the id %j, and asks nobody',
    async (mutation, strange) => {
      const { data, errors, writes, reads } = await run(
        mutation,
        { customer: { id: strange } },
        '... on Error { code message }',
      );
      expect(errors).toBeUndefined();
      expect(data).toEqual({
        result: {
          __typename: 'NotFoundError',
          code: 'NOT_FOUND',
          message: 'There is no customer with this id.',
        },
      });
      expect([writes, reads]).toEqual([[], []]);
    },
  );

  it.each(
    byCustomer
      .filter((mutation) => mutation !== 'deleteCustomer')
      .flatMap((mutation) => [
        [mutation, 'provider', { provider: 'stripe', externalId: 'a' }, 'must be one of lago'] as const,
        [mutation, 'externalId', { provider: 'lago', externalId: '' }, 'must not be empty'] as const,
        [mutation, 'externalId', { provider: 'lago', externalId: '..' }, 'must not be "." or ".."'] as const,
      ]),
  )('%s names the %s that leads nowhere: %j', async (mutation, field, key, message) => {
    const { data, writes } = await run(
      mutation,
      { customer: { external: key } },
      '... on ValidationError { issues { path message } }',
    );
    expect(data).toEqual({
      result: {
        __typename: 'ValidationError',
        issues: [{ path: ['input', 'customer', 'external', field], message }],
      },
    });
    expect(writes).toEqual([]);
  });

  it.each([
    { provider: 'stripe', externalId: 'acct-1' },
    { provider: 'lago', externalId: '..' },
    { provider: 'lago', externalId: 'x'.repeat(1025) },
  ])('deleteCustomer finds nobody by an external key that leads nowhere', async (key) => {
    const { data, writes } = await run('deleteCustomer', { customer: { external: key } });
    expect(data).toEqual({ result: { __typename: 'NotFoundError' } });
    expect(writes).toEqual([]);
  });

  it.each(['garbage', id, encodeNodeId({ type: 'AppliedCoupon', provider: 'stripe', key: 'ac-1' })])(
    'removeCoupon finds no coupon by %j',
    async (appliedCouponId) => {
      const { data, writes } = await run('removeCoupon', { appliedCouponId });
      expect(data).toEqual({ result: { __typename: 'NotFoundError' } });
      expect(writes).toEqual([]);
    },
  );

  it.each([
    ['both', { id, external }],
    ['neither', {}],
    ['null', { id: null }],
    ['null beside the other', { id, external: null }],
  ])('a customer key with %s is a mistake in the request', async (_name, customer) => {
    const { data, errors, writes } = await run('updateCustomer', { customer });
    expect(data).toBeUndefined();
    expect(new Set(errors?.map(({ extensions }) => extensions?.code))).toEqual(new Set(['BAD_USER_INPUT']));
    expect(writes).toEqual([]);
  });

  it.each(['{ id: "a", external: { provider: "lago", externalId: "a" } }', '{}', '{ id: null }'])(
    'the same goes for one written into the query: %s',
    async (key) => {
      const lago = createWritableProvider();
      const query = `mutation { deleteCustomer(input: { customer: ${key} }) { __typename } }`;
      const { data, errors } = await execute([lago], query);
      expect(data).toBeUndefined();
      expect(new Set(errors?.map(({ extensions }) => extensions?.code))).toEqual(new Set(['BAD_USER_INPUT']));
      expect(lago.writes).toEqual([]);
    },
  );

  it('a currency that is none is a mistake in the request', async () => {
    const { errors, writes } = await run('createCustomer', { ...external, currency: 'euro' });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(writes).toEqual([]);
  });
});
