import { expect, it } from 'vitest';
import type { BillingProvider } from '../../src/billing/provider.ts';
import { ProviderError } from '../../src/billing/provider-error.ts';
import { createBatchSchedule } from '../../src/loaders/batch-schedule.ts';
import { createProviderLoader } from '../../src/loaders/provider-loader.ts';
import { createFakeProvider } from '../support/fake-provider.ts';
import { nothingStale } from '../support/nothing-known.ts';

const lago = createFakeProvider({ name: 'lago' });
const polar = createFakeProvider({ name: 'polar' });
/** A memory that keeps nothing. */
const memory = () => ({ fresh: () => null, lastKnown: () => null, remember: () => {} });
const failure = new ProviderError({ provider: 'polar', failure: 'unavailable' });

it('makes one read per provider and tick, in the order of the keys', async () => {
  const reads: unknown[] = [];
  const loader = createProviderLoader<string>({
    async read(provider, keys) {
      reads.push([provider.name, ...keys]);
      return new Map(keys.map((key) => [key, `${provider.name} ${key}`]));
    },
    onFailure: () => expect.fail('nothing has failed'),
    memory,
    schedule: createBatchSchedule(),
  });
  const load = async (provider: BillingProvider, key: string) =>
    (await loader.load({ provider, key })).take(nothingStale);
  const values = await Promise.all([load(lago, 'a'), load(polar, 'a'), load(lago, 'b'), load(lago, 'a')]);
  expect(values).toEqual(['lago a', 'polar a', 'lago b', 'lago a']);
  expect(reads).toEqual([
    ['lago', 'a', 'b'],
    ['polar', 'a'],
  ]);
});

it('keeps the failure of one provider, and of one key, to itself, and tells each once', async () => {
  const told: unknown[] = [];
  const broken = new ProviderError({ provider: 'lago', failure: 'bad-response' });
  const loader = createProviderLoader<string>({
    async read(provider, keys) {
      if (provider === polar) throw failure;
      const found = keys.filter((key) => key !== 'gone');
      return new Map(found.map((key) => [key, key === 'broken' ? broken : key]));
    },
    onFailure: (error) => told.push(error),
    memory,
    schedule: createBatchSchedule(),
  });
  const load = (key: string, provider = lago) =>
    loader.load({ provider, key }).then(
      (reading) => reading.take(nothingStale),
      (error: unknown) => error,
    );
  expect(
    await Promise.all([load('a'), load('gone'), load('broken'), load('a', polar), load('b', polar)]),
  ).toEqual(['a', null, broken, failure, failure]);
  expect(told).toEqual([broken, failure]);
});
