import { expect, it } from 'vitest';
import { encodeNodeId } from '../../../src/graphql/node-id.ts';
import { createQuietServer } from '../../support/create-quiet-server.ts';
import { post } from '../../support/execute.ts';
import { createFakeProvider, customerOf } from '../../support/fake-provider.ts';

const id = encodeNodeId({ type: 'Customer', provider: 'lago', key: 'ada' });

/** What the children of a customer are read with, each time that one operation is asked for with other variables. */
async function readsOf(query: string, runs: readonly Readonly<Record<string, unknown>>[]) {
  const provider = createFakeProvider({
    name: 'lago',
    customers: { ada: customerOf({ provider: 'lago', key: 'ada' }) },
  });
  const server = createQuietServer({ providers: [provider] });
  const parameters: unknown[] = [];
  for (const variables of runs) {
    const before = provider.reads.length;
    await post(server, { query, variables: { id, ...variables } });
    parameters.push(provider.reads.slice(before).flatMap((read) => read.parameters ?? []));
  }
  return parameters;
}

it('finds out what is selected again where a variable decides about it', async () => {
  const query = `query ($id: ID!, $live: Boolean!) {
    customer(id: $id) { balance { credits { unit } live @include(if: $live) { amount } } }
  }`;
  const withLive = [{ money: false, live: true, credits: true }];
  const without = [{ money: false, live: false, credits: true }];
  expect(await readsOf(query, [{ live: true }, { live: false }, { live: true }])).toEqual([
    withLive,
    without,
    withLive,
  ]);
});

it('reads arguments again where they have a variable', async () => {
  const query = `query ($id: ID!, $all: Boolean, $subscriptionId: String) {
    customer(id: $id) {
      coupons(includeInactive: $all) { id }
      usage(subscriptionId: $subscriptionId) { asOf }
      subscriptions(includeInactive: true) { id }
    }
  }`;
  const readsWith = (includeInactive: boolean, subscriptionId: string | null) => [
    { includeInactive },
    { subscriptionId },
    { includeInactive: true },
  ];
  expect(await readsOf(query, [{ all: true, subscriptionId: 's' }, {}, { all: false }])).toEqual([
    readsWith(true, 's'),
    readsWith(false, null),
    readsWith(false, null),
  ]);
});
