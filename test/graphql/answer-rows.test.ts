import { describe, expect, it } from 'vitest';
import { createAnswerRows } from '../../src/graphql/answer-rows.ts';
import { encodeNodeId } from '../../src/graphql/node-id.ts';
import { execute } from '../support/execute.ts';
import { createFakeProvider, customerOf, entitlementOf } from '../support/fake-provider.ts';

const ada = customerOf({ provider: 'lago', key: 'ada' });
describe('the rows of an answer', () => {
  it('are counted as often as they stand in it, up to ten thousand', () => {
    const answer = createAnswerRows();
    const rows = Array.from({ length: 5_000 }, (_, index) => index);
    expect(answer.count(rows)).toBe(rows);
    expect(answer.count(null)).toBeNull();
    answer.count(rows);
    expect(() => answer.count([1])).toThrow('The answer would hold more than 10000 rows.');
  });

  it('count for more in a record as it came', async () => {
    const provider = createFakeProvider({ name: 'lago', customers: { ada } });
    const id = encodeNodeId({ type: 'Customer', provider: 'lago', key: 'ada' });
    const { errors = [] } = await execute(
      [provider],
      'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Customer { raw more: raw } } }',
      { ids: Array.from({ length: 101 }, () => id) },
    );
    expect(errors.map(({ path }) => path)).toEqual([
      ['nodes', 100, 'raw'],
      ['nodes', 100, 'more'],
    ]);
  });

  it('are no more where one customer is listed again and again', async () => {
    const entitlements = { ada: Array.from({ length: 100 }, () => entitlementOf({ feature: 'seats' })) };
    const provider = createFakeProvider({ name: 'lago', customers: { ada }, entitlements });
    const id = encodeNodeId({ type: 'Customer', provider: 'lago', key: 'ada' });
    const { data, errors = [] } = await execute(
      [provider],
      'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Customer { entitlements { feature } } } }',
      { ids: Array.from({ length: 120 }, () => id) },
    );
    expect(data).toMatchObject({ nodes: { length: 120 } });
    expect(errors).toHaveLength(20);
    expect(errors[0]).toMatchObject({
      path: ['nodes', 100, 'entitlements'],
      extensions: { code: 'QUERY_TOO_EXPENSIVE', limitOf: 'rows', limit: 10_000 },
    });
  });
});
