import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type OpenGraph, openGraph } from '../support/open-graph.ts';

const listSchema = z.object({
  customers: z.object({
    nodes: z.array(z.object({ id: z.string(), subscriptions: z.array(z.object({ id: z.string() })) })),
  }),
});
const nodesSchema = z.object({
  data: z.object({ nodes: z.array(z.record(z.string(), z.unknown())) }),
  errors: z.array(z.object({ path: z.array(z.unknown()), extensions: z.object({ code: z.string() }) })),
});
const refusalSchema = z.object({ errors: z.tuple([z.object({ extensions: z.object({ price: z.int() }) })]) });

let graph: OpenGraph;
beforeAll(async () => {
  graph = await openGraph();
});
afterAll(() => graph.close());

/** One with several live subscriptions, and three with one. */
async function choosePeople(provider: string): Promise<readonly string[]> {
  const query = `{ customers(provider: "${provider}", first: 100) { nodes { id subscriptions { id } } } }`;
  const { nodes } = listSchema.parse((await graph.ask(query)).data).customers;
  const heavy = nodes.find(({ subscriptions }) => subscriptions.length > 1) ?? expect.fail('nobody');
  const others = nodes.filter(({ subscriptions }) => subscriptions.length === 1).slice(0, 3);
  return [heavy, ...others].map(({ id }) => id);
}

describe('a customer with more than the limit has room for', () => {
  it.each([
    ['flexprice', 'usage { asOf }', ['usage']],
    [
      'lago',
      'usage { asOf } entitlements { feature } pastUsage { invoiceId }',
      ['usage', 'entitlements', 'pastUsage'],
    ],
  ])('at %s goes without, and the others do not', async (provider, selection, fields) => {
    const ids = await choosePeople(provider);
    const query = `{ nodes(ids: ${JSON.stringify(ids)}) { ... on Customer { ${selection} } } }`;
    const quoted = await openGraph({}, { limits: { upstreamCalls: 1 } });
    const { price } = refusalSchema.parse(await quoted.ask(query)).errors[0].extensions;
    await quoted.close();

    const limited = await openGraph({}, { limits: { upstreamCalls: price } });
    const { data, errors } = nodesSchema.parse(await limited.ask(query));
    const calls = limited.takeCalls();
    await limited.close();
    expect(errors.map(({ path, extensions }) => [path, extensions.code])).toEqual(
      expect.arrayContaining(fields.map((field) => [['nodes', 0, field], 'QUERY_TOO_EXPENSIVE'])),
    );
    expect(errors).toHaveLength(fields.length);
    for (const other of data.nodes.slice(1)) expect(Object.values(other)).not.toContain(null);
    expect(calls.length).toBeLessThanOrEqual(price);
  });
});
