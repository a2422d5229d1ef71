import { expect, it } from 'vitest';
import { execute } from '../support/execute.ts';
import { createFakeProvider, customerOf } from '../support/fake-provider.ts';

const ada = customerOf({ provider: 'lago', key: 'ada', externalId: 'ada' });

it.each(['usage(features: $features) { asOf }', 'entitlements(features: $features) { feature }'])(
  'no more than a hundred features can be picked out, which is said before any call for them: %s',
  async (field) => {
    const provider = createFakeProvider({ name: 'lago', customers: { ada } });
    const query = `query ($features: [String!]) { customerByExternalId(provider: "lago", externalId: "ada") { ${field} } }`;
    const ask = (count: number) =>
      execute([provider], query, {
        features: Array.from({ length: count }, (_, index) => `feature-${index}`),
      });
    expect((await ask(100)).errors).toBeUndefined();
    const reads = provider.reads.length;
    expect((await ask(101)).errors).toMatchObject([
      { message: 'features: must hold at most 100.', extensions: { code: 'BAD_USER_INPUT' } },
    ]);
    // The customer itself.
    expect(provider.reads).toHaveLength(reads + 1);
  },
);
