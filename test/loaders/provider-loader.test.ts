import { expect, it } from 'vitest';
import { ProviderError } from '../../src/billing/provider-error.ts';
import { createProviderLoader } from '../../src/loaders/provider-loader.ts';
import { createFakeProvider } from '../support/fake-provider.ts';

const lago = createFakeProvider({ name: 'lago' });
const polar = createFakeProvider({ name: 'polar' });
const failure = new ProviderError({ provider: 'polar', failure: 'unavailable' });

it('makes one read per provider and tick, in the order of the keys', async () => {
  const reads: unknown[] = [];
  const loader = createProviderLoader<string>(
    async (provider, keys) => {
      reads.push([provider.name, ...keys]);
      return new Map(keys.map((key) => [key, `${provider.name} ${key}`]));
    },
    () => expect.fail('nothing has failed'),
  );
  const values = await loader.loadMany([
    { provider: lago, key: 'a' },
    { provider: polar, key: 'a' },
    { provider: lago, key: 'b' },
    { provider: lago, key: 'a' },
  ]);
  expect(values).toEqual(['lago a', 'polar a', 'lago b', 'lago a']);
  expect(reads).toEqual([
    ['lago', 'a', 'b'],
    ['polar', 'a'],
  ]);
});

it('keeps the failure of one provider, and of one key, to itself, and tells it', async () => {
  const told: unknown[] = [];
  const broken = new ProviderError({ provider: 'lago', failure: 'bad-response' });
  const loader = createProviderLoader<string>(
    async (provider, keys) => {
      if (provider === polar) throw failure;
      const found = keys.filter((key) => key !== 'gone');
      return new Map(found.map((key) => [key, key === 'broken' ? broken : key]));
    },
    (error) => told.push(error),
  );
  const load = (key: string, provider = lago) =>
    loader.load({ provider, key }).catch((error: unknown) => error);
  expect(
    await Promise.all([load('a'), load('gone'), load('broken'), load('a', polar), load('b', polar)]),
  ).toEqual(['a', null, broken, failure, failure]);
  expect(new Set(told)).toEqual(new Set([broken, failure]));
});
