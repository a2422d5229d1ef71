import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { SandboxCall } from '../../src/sandbox/start-sandbox.ts';
import { type OpenGraph, openGraph } from '../support/open-graph.ts';

const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');

/** One row of the page. */
interface Row {
  readonly provider: string;
  readonly operation: string;
  readonly route: string;
  readonly inTheGraph: string;
  readonly calls: readonly string[];
}

/** What the three APIs document about customers. */
const documented = {
  flexprice: [
    'create a customer',
    'delete a customer',
    'entitlements',
    'get a customer',
    'get a customer by external id',
    'list customers',
    'query customers',
    'upcoming grants',
    'update a customer',
    'usage summary',
  ],
  lago: [
    'checkout URL',
    'create a customer',
    'current usage',
    'delete a customer',
    'delete an applied coupon',
    'get a customer',
    'list customers',
    'past usage',
    'portal URL',
  ],
  polar: [
    'balance',
    'create a customer',
    'delete a customer',
    'delete a customer by external id',
    'export customers',
    'get a customer',
    'get a customer by external id',
    'list customers',
    'state of a customer',
    'state of a customer by external id',
    'update a customer',
    'update a customer by external id',
  ],
};

function readRows(): readonly Row[] {
  return page
    .split(/^## /m)
    .slice(1)
    .flatMap((section) => {
      const provider = (section.split('\n')[0] ?? '').toLowerCase();
      const lines = section
        .split('\n')
        .filter((line) => line.startsWith('| ') && !line.startsWith('| Operation'));
      return lines.map((line) => readRow(provider, line));
    });
}

function readRow(provider: string, line: string): Row {
  const [operation = '', route = '', inTheGraph = '', calls = ''] = line.slice(2, -2).split(' | ');
  return { provider, operation, route: code(route), inTheGraph: code(inTheGraph), calls: codes(calls) };
}

function codes(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);
}

function code(cell: string): string {
  return codes(cell)[0] ?? '';
}

/** The call as a pattern: a name in braces stands for any one segment of a path. */
function matches(call: string, { account, method, target }: SandboxCall, provider: string): boolean {
  const [wanted = '', path = ''] = call.split(' ');
  const pattern = path.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{\w+\}/g, '[^/?]+');
  return account === provider && method === wanted && new RegExp(`${pattern}(?:\\?.*)?$`).test(target);
}

const answerSchema = z.object({
  data: z.record(z.string(), z.looseObject({ __typename: z.string().optional() })),
  errors: z.undefined().optional(),
});

async function run({ inTheGraph }: Row, graph: OpenGraph): Promise<void> {
  if (inTheGraph.startsWith('GET ')) {
    const { status, text } = await graph.get(inTheGraph.slice('GET '.length));
    expect(status).toBe(200);
    expect(text.split('\r\n').length).toBeGreaterThan(2);
    return;
  }
  const { data } = answerSchema.parse(await graph.ask(inTheGraph));
  for (const { __typename: type } of Object.values(data)) {
    if (inTheGraph.startsWith('mutation')) expect(type).toMatch(/Payload$/);
  }
}

const rows = readRows();

describe('docs/operations.md', () => {
  it.each(Object.entries(documented))('lists every customer operation of %s', (provider, operations) => {
    const listed = rows.filter((row) => row.provider === provider).map(({ operation }) => operation);
    expect(listed).toEqual(expect.arrayContaining(operations));
  });

  it('gives every operation a route, a way in the graph and the calls that it takes', () => {
    for (const { operation, route, inTheGraph, calls } of rows) {
      expect([operation, route, inTheGraph, calls.length > 0]).toEqual([
        operation,
        expect.stringMatching(/^(?:GET|POST|PUT|PATCH|DELETE) \//),
        expect.stringMatching(/\S/),
        true,
      ]);
    }
  });

  it.each(rows.map((row) => [row.provider, row.operation, row] as const))(
    '%s: %s',
    async (provider, _, row) => {
      const graph = await openGraph();
      try {
        await run(row, graph);
        const received = graph.takeCalls();
        for (const call of row.calls) {
          expect(received.filter((each) => matches(call, each, provider))).not.toEqual([]);
        }
      } finally {
        await graph.close();
      }
    },
  );
});
