import { describe, expect, it } from 'vitest';
import { ProviderError, type ProviderFailureKind } from '../../src/billing/provider-error.ts';
import { conflict, invalidInput, notThere } from '../../src/billing/write-refusal.ts';
import { encodeNodeId } from '../../src/graphql/node-id.ts';
import { createFakeProvider } from '../support/fake-provider.ts';
import { createWritableProvider } from '../support/fake-writes.ts';
import { type Mutation, mutate } from '../support/mutate.ts';

const customer = { id: encodeNodeId({ type: 'Customer', provider: 'lago', key: 'acct-1' }) };
const appliedCouponId = encodeNodeId({ type: 'AppliedCoupon', provider: 'lago', key: 'ac-1' });
const created = { provider: 'lago', externalId: 'acct-1' };
const inputs: Readonly<Record<Mutation, object>> = {
  createCustomer: created,
  ensureCustomer: created,
  updateCustomer: { customer },
  deleteCustomer: { customer },
  removeCoupon: { appliedCouponId },
  createPortalSession: { customer },
  createCheckoutSession: { customer },
};
const mutations = [
  'createCustomer',
  'ensureCustomer',
  'updateCustomer',
  'deleteCustomer',
  'removeCoupon',
  'createPortalSession',
  'createCheckoutSession',
] as const;

const failed = (failure: ProviderFailureKind) =>
  new ProviderError({ provider: 'lago', failure, reason: 'told_by_lago' });

const errors = {
  invalid: invalidInput([{ path: ['email'], message: 'must be an e-mail address' }]),
  conflict: conflict('Another customer has this external id.'),
  missing: notThere(failed('rejected')),
  unsupported: failed('unsupported'),
  unknown: failed('outcome-unknown'),
  unavailable: failed('unavailable'),
};
const failures = ['invalid', 'conflict', 'missing', 'unsupported', 'unknown', 'unavailable'] as const;

const ownTypes = {
  invalid: ['ValidationError', 'BAD_USER_INPUT'],
  conflict: ['ConflictError', 'CONFLICT'],
  missing: ['NotFoundError', 'NOT_FOUND'],
  unsupported: ['UnsupportedError', 'UNSUPPORTED_BY_PROVIDER'],
  unknown: ['OutcomeUnknownError', 'OUTCOME_UNKNOWN'],
  unavailable: ['ProviderError', 'PROVIDER_UNAVAILABLE'],
};
const rejected = ['ProviderError', 'PROVIDER_REJECTED'];

/** The type and code that each failure comes as, also where the mutation has no type of its own for it. */
const answers: Readonly<Record<Mutation, typeof ownTypes>> = {
  createCustomer: { ...ownTypes, missing: rejected },
  ensureCustomer: { ...ownTypes, missing: rejected },
  updateCustomer: ownTypes,
  deleteCustomer: { ...ownTypes, invalid: rejected },
  removeCoupon: { ...ownTypes, invalid: rejected, conflict: rejected },
  createPortalSession: { ...ownTypes, conflict: rejected, unknown: ownTypes.unavailable },
  createCheckoutSession: { ...ownTypes, conflict: rejected },
};

async function run(mutation: Mutation, error: unknown, selection = '... on Error { code message }') {
  const lago = createWritableProvider(error);
  const answer = await mutate([lago], { mutation, input: inputs[mutation], selection });
  return { ...answer, writes: lago.writes };
}

describe('a write that failed', () => {
  it.each(
    mutations.flatMap((mutation) =>
      failures.map((failure) => [mutation, failure, answers[mutation][failure]] as const),
    ),
  )('of %s as %s is data: %j', async (mutation, failure, [type, code]) => {
    const answer = await run(mutation, errors[failure]);
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toEqual({ result: { __typename: type, code, message: expect.any(String) } });
    expect(answer.writes).toHaveLength(1);
    expect(JSON.stringify(answer.data)).not.toContain('told_by_lago');
  });

  it('names every field that is wrong, from the argument on', async () => {
    const error = invalidInput([
      { path: ['address', 'country'], message: 'is needed by this provider' },
      { path: ['metadata', '0', 'key'], message: 'must not be empty' },
    ]);
    const selection = '... on ValidationError { message issues { path message } }';
    expect((await run('updateCustomer', error, selection)).data).toEqual({
      result: {
        __typename: 'ValidationError',
        message: 'input.address.country is needed by this provider; input.metadata.0.key must not be empty.',
        issues: [
          { path: ['input', 'address', 'country'], message: 'is needed by this provider' },
          { path: ['input', 'metadata', '0', 'key'], message: 'must not be empty' },
        ],
      },
    });
  });

  it.each(['updateCustomer', 'createCheckoutSession'] as const)(
    'keeps the sentence of a conflict in %s',
    async (mutation) => {
      expect((await run(mutation, errors.conflict)).data).toMatchObject({
        result: { message: 'Another customer has this external id.' },
      });
    },
  );

  it.each([
    ['unauthenticated', 'PROVIDER_UNAUTHENTICATED', false],
    ['forbidden', 'PROVIDER_FORBIDDEN', false],
    ['rate-limited', 'PROVIDER_RATE_LIMITED', true],
    ['rejected', 'PROVIDER_REJECTED', false],
    ['timed-out', 'PROVIDER_TIMED_OUT', true],
    ['unavailable', 'PROVIDER_UNAVAILABLE', true],
    ['bad-response', 'PROVIDER_BAD_RESPONSE', false],
  ] as const)('because the provider is %s says which one it was: %s', async (failure, code, retryable) => {
    const selection = '... on ProviderError { code provider { name } retryable retryAfter }';
    expect((await run('createCustomer', failed(failure), selection)).data).toEqual({
      result: {
        __typename: 'ProviderError',
        code,
        provider: { name: 'lago' },
        retryable,
        retryAfter: null,
      },
    });
  });

  it('says when to try again', async () => {
    const retryAfter = new Date('2026-05-01T00:01:00Z');
    const error = new ProviderError({ provider: 'lago', failure: 'rate-limited', retryAfter });
    const { data } = await run('deleteCustomer', error, '... on ProviderError { retryAfter }');
    expect(data).toMatchObject({ result: { retryAfter: '2026-05-01T00:01:00.000Z' } });
  });

  it.each(['unsupported', 'unknown'] as const)('as %s names the provider', async (failure) => {
    const selection =
      '... on UnsupportedError { provider { name } } ... on OutcomeUnknownError { provider { name } }';
    const { data } = await run('updateCustomer', errors[failure], selection);
    expect(data).toMatchObject({ result: { provider: { name: 'lago' } } });
  });

  it.each(mutations)('of %s for a mistake of our own is an error without details', async (mutation) => {
    const { data, errors: told } = await run(mutation, new TypeError('secret detail'));
    expect(data).toBeNull();
    expect(told).toMatchObject([{ path: ['result'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
    expect(JSON.stringify(told)).not.toContain('secret');
  });
});

describe('an account without the ability', () => {
  const selection = '... on UnsupportedError { code message provider { name } }';
  const unsupported = {
    result: {
      __typename: 'UnsupportedError',
      code: 'UNSUPPORTED_BY_PROVIDER',
      message: 'The provider "lago" does not offer this.',
      provider: { name: 'lago' },
    },
  };

  it.each<readonly [Mutation, object]>([
    ['removeCoupon', { appliedCouponId }],
    ['createCheckoutSession', { customer }],
    ['deleteCustomer', { customer, anonymize: true }],
  ])('is not asked for %s', async (mutation, input) => {
    const lago = createFakeProvider({ name: 'lago' });
    expect(await mutate([lago], { mutation, input, selection })).toEqual({ data: unsupported });
    expect(lago.reads).toEqual([]);
  });

  it('does not delete a customer that it cannot anonymize', async () => {
    const deleted: unknown[] = [];
    const lago = createFakeProvider({
      name: 'lago',
      customerWrites: { delete: async (reference) => String(deleted.push(reference)) },
    });
    await mutate([lago], { mutation: 'deleteCustomer', input: { customer, anonymize: true } });
    expect(deleted).toEqual([]);
  });
});
