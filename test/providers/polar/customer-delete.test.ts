import { describe, expect, it } from 'vitest';
import type { CustomerReference } from '../../../src/billing/customer-write.ts';
import {
  createCall,
  type FakeAnswer,
  failureOf,
  fakePolar,
  fixture,
  polarId,
  refusalOf,
  refusals,
} from './support.ts';

const key = polarId(7);
const route = `/v1/customers/${key}`;
const deleted = { status: 204, text: '' };

function polarThat(answer: FakeAnswer, record = fixture('customer', { id: key })) {
  return fakePolar(({ method }) => (method === 'DELETE' ? answer : { json: record }));
}

const references: readonly (readonly [CustomerReference, string])[] = [
  [{ key }, `GET ${route}`],
  [{ externalId: 'orchard-7' }, 'GET /v1/customers/external/orchard-7'],
];

describe('deleting a Polar customer', () => {
  it.each(references)('looks first whom it is about: %j', async (reference, look) => {
    const { provider, sent } = polarThat(deleted);
    expect(await provider.customerWrites.delete(reference, createCall())).toBe(key);
    expect(sent()).toEqual([look, `DELETE ${route}`]);
  });

  it.each(references)('erases who it was where that is asked for: %j', async (reference, look) => {
    const { provider, sent } = polarThat(deleted);
    expect(await provider.customerWrites.anonymize?.(reference, createCall())).toBe(key);
    expect(sent()).toEqual([look, `DELETE ${route}?anonymize=true`]);
  });

  it('has happened with any answer that says so', async () => {
    const { provider } = polarThat({ status: 200, json: { id: key } });
    expect(await provider.customerWrites.delete({ key }, createCall())).toBe(key);
  });

  it.each<[CustomerReference, readonly string[]]>([
    [{ key }, [`GET ${route}`]],
    [{ externalId: 'orchard-7' }, ['GET /v1/customers/external/orchard-7']],
    [{ key: 'orchard-7' }, []],
    [{ externalId: '.' }, []],
  ])('deletes nobody where there is nobody: %j', async (reference, calls) => {
    const { provider, sent } = fakePolar(() => refusals.missing);
    expect(await refusalOf(provider.customerWrites.delete(reference, createCall()))).toEqual({
      kind: 'not-found',
    });
    expect(sent()).toEqual(calls);
  });

  it.each<[CustomerReference]>([[{ key: polarId(8) }], [{ externalId: 'Orchard-7' }]])(
    'deletes nobody where the answer is another customer: %j',
    async (reference) => {
      const { provider, requests } = polarThat(deleted);
      const error = await failureOf(provider.customerWrites.delete(reference, createCall()));
      expect(error).toMatchObject({ failure: 'bad-response', detail: 'another customer' });
      expect(requests.map(({ method }) => method)).toEqual(['GET']);
    },
  );

  it('finds nobody where somebody else was faster', async () => {
    const { provider } = polarThat(refusals.missing);
    expect(await refusalOf(provider.customerWrites.delete({ key }, createCall()))).toEqual({
      kind: 'not-found',
    });
  });

  it.each<[string, FakeAnswer, string]>([
    ['a 500', { status: 500, text: 'Internal Server Error' }, 'outcome-unknown'],
    ['a redirect', { status: 307, text: '', headers: { location: '/v1' } }, 'bad-response'],
    ['a 403', refusals.insufficientScope, 'forbidden'],
    ['an unknown route', refusals.unknownRoute, 'rejected'],
  ])('is tried once, also with %s', async (_what, answer, failure) => {
    const { provider, sent } = polarThat(answer);
    expect((await failureOf(provider.customerWrites.delete({ key }, createCall()))).failure).toBe(failure);
    expect(sent()).toEqual([`GET ${route}`, `DELETE ${route}`]);
  });
});
