import { describe, expect, it } from 'vitest';
import {
  ProviderError,
  type ProviderFailureKind,
  type RefusedField,
} from '../../src/billing/provider-error.ts';
import type { Refusal } from '../../src/billing/write-refusal.ts';
import { WriteRefusal } from '../../src/billing/write-refusal.ts';
import { refusing } from '../../src/providers/refused-write.ts';

const meanings = {
  missing: ['gone'],
  conflicts: new Map([
    ['busy', 'The customer is busy.'],
    ['gone', 'Never said.'],
  ]),
};

function rejected(details: { status?: number; reason?: string; fields?: readonly RefusedField[] } = {}) {
  return new ProviderError({ provider: 'acme', failure: 'rejected', status: 422, ...details });
}

async function refusalOf(error: ProviderError): Promise<Refusal> {
  const thrown = await refusing(Promise.reject(error), meanings).catch((reason: unknown) => reason);
  if (!(thrown instanceof WriteRefusal)) throw thrown;
  expect(thrown.cause).toBe(error);
  return thrown.refusal;
}

describe('a refused write', () => {
  it.each<readonly [string, Parameters<typeof rejected>[0], Refusal]>([
    ['what does not exist', { reason: 'gone' }, { kind: 'not-found' }],
    [
      'what does not exist, before its fields',
      { reason: 'gone', fields: [{ path: ['email'], problem: 'taken' }] },
      { kind: 'not-found' },
    ],
    [
      'what may not be now',
      { reason: 'busy' },
      { kind: 'conflict', message: 'The customer is busy.', path: [] },
    ],
    [
      'what it says no more of than that it collides with something',
      { status: 409 },
      {
        kind: 'conflict',
        message: 'The provider is busy with another change of this customer, or has made one meanwhile.',
        path: [],
      },
    ],
    [
      'a taken external id',
      { fields: [{ path: ['externalId'], problem: 'taken' }] },
      { kind: 'conflict', message: 'Another customer has this external id.', path: ['externalId'] },
    ],
    [
      'a taken e-mail address',
      {
        fields: [
          { path: ['name'], problem: 'invalid' },
          { path: ['email'], problem: 'taken' },
        ],
      },
      { kind: 'conflict', message: 'Another customer has this e-mail address.', path: ['email'] },
    ],
    [
      'a customer that is there already',
      {
        fields: [
          { path: ['email'], problem: 'taken' },
          { path: ['externalId'], problem: 'taken' },
        ],
      },
      { kind: 'conflict', message: 'Another customer has this external id.', path: ['externalId'] },
    ],
    [
      'something taken that it does not name',
      { fields: [{ path: [], problem: 'taken' }] },
      { kind: 'conflict', message: 'Another customer has this value.', path: [] },
    ],
    [
      'something else that is taken',
      { fields: [{ path: ['taxId'], problem: 'taken' }] },
      { kind: 'conflict', message: 'Another customer has this tax id.', path: ['taxId'] },
    ],
    [
      'an external id that is set',
      { reason: 'busy', fields: [{ path: ['externalId'], problem: 'fixed' }] },
      {
        kind: 'conflict',
        message: 'The external id cannot be changed once it is set.',
        path: ['externalId'],
      },
    ],
    [
      'fields that it does not take',
      {
        reason: 'unheard_of',
        fields: [
          { path: ['name'], problem: 'required' },
          { path: ['address', 'country'], problem: 'invalid' },
          { path: ['metadata', '0', 'key'], problem: 'too-long' },
          { path: ['metadata'], problem: 'too-many' },
          { path: [], problem: 'invalid' },
        ],
      },
      {
        kind: 'invalid',
        issues: [
          { path: ['name'], message: 'is needed by this provider' },
          { path: ['address', 'country'], message: 'is not accepted by this provider' },
          { path: ['metadata', '0', 'key'], message: 'is too long for this provider' },
          { path: ['metadata'], message: 'has more entries than this provider takes' },
          { path: [], message: 'is not accepted by this provider' },
        ],
      },
    ],
  ])('because of %s says so', async (_why, details, refusal) => {
    expect(await refusalOf(rejected(details))).toEqual(refusal);
  });

  it.each(['unheard_of', 'constructor', '__proto__', 'toString'])(
    'for the reason %s, which nobody knows, stays what it is',
    async (reason) => {
      const error = rejected({ reason });
      await expect(refusing(Promise.reject(error), meanings)).rejects.toBe(error);
    },
  );

  it('without a reason stays what it is, whatever is known', async () => {
    const error = rejected();
    await expect(refusing(Promise.reject(error), meanings)).rejects.toBe(error);
    await expect(refusing(Promise.reject(error))).rejects.toBe(error);
  });
});

describe('any other end of a write', () => {
  it('is a result where there is one', async () => {
    expect(await refusing(Promise.resolve('done'), meanings)).toBe('done');
  });

  it.each<ProviderFailureKind>([
    'unauthenticated',
    'forbidden',
    'rate-limited',
    'timed-out',
    'unavailable',
    'bad-response',
    'unsupported',
    'outcome-unknown',
  ])('is not a refusal when it is %s, whatever reason it carries', async (failure) => {
    const fields = [{ path: ['email'], problem: 'taken' }] as const;
    const error = new ProviderError({ provider: 'acme', failure, reason: 'gone', fields });
    await expect(refusing(Promise.reject(error), meanings)).rejects.toBe(error);
  });

  it.each([new TypeError('bug'), new WriteRefusal({ kind: 'not-found' })])('stays %s', async (error) => {
    await expect(refusing(Promise.reject(error), meanings)).rejects.toBe(error);
  });
});
