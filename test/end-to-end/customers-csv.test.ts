import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type OpenGraph, openGraph } from '../support/open-graph.ts';

const text = z.string().nullable();
const pageSchema = z.object({
  customers: z.object({
    nodes: z.array(
      z.object({
        id: z.string(),
        provider: z.object({ name: z.string() }),
        externalId: text,
        name: text,
        email: text,
        currency: text,
        address: z.object({ country: text }).nullable(),
        createdAt: z.string(),
      }),
    ),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: text }),
    unavailable: z.tuple([]),
  }),
});

let graph: OpenGraph;
beforeAll(async () => {
  graph = await openGraph();
});
afterAll(() => graph.close());

/** Every customer of the graph as a record of the file, in the file's own spelling. */
async function recordsOfGraph(): Promise<readonly (readonly string[])[]> {
  const query = `query ($after: String) {
    customers(first: 100, after: $after) {
      nodes { id provider { name } externalId name email currency address { country } createdAt }
      pageInfo { hasNextPage endCursor }
      unavailable { code }
    }
  }`;
  const records: string[][] = [];
  let after: string | null = null;
  do {
    const { customers } = pageSchema.parse((await graph.ask(query, { after })).data);
    for (const { id, provider, externalId, name, email, currency, address, createdAt } of customers.nodes) {
      const cells = [
        id,
        provider.name,
        externalId,
        name,
        email,
        currency,
        address?.country ?? null,
        createdAt,
      ];
      records.push(cells.map((cell) => (cell ?? '').replace(/^[=+\-@\t\r\n]/, "'$&")));
    }
    after = customers.pageInfo.hasNextPage ? customers.pageInfo.endCursor : null;
  } while (after !== null);
  return records;
}

async function recordsOfFile(query = ''): Promise<readonly (readonly string[])[]> {
  const file = await graph.get(`/customers.csv${query}`);
  expect(file.status).toBe(200);
  const [header, ...records] = parse(file.text, { record_delimiter: '\r\n' });
  expect(header).toEqual([
    'id',
    'provider',
    'externalId',
    'name',
    'email',
    'currency',
    'country',
    'createdAt',
  ]);
  return records;
}

const byId = ([a = '']: readonly string[], [b = '']: readonly string[]) => (a < b ? -1 : Number(a > b));
const ids = (records: readonly (readonly string[])[]) => records.map(([id]) => id);

describe('the file of all customers', () => {
  it('has every customer of the graph once, with the same values', async () => {
    const expected = await recordsOfGraph();
    const records = await recordsOfFile();
    expect(records.length).toBeGreaterThan(250);
    expect(records.toSorted(byId)).toEqual(expected.toSorted(byId));
  });

  it('lists one account after another', async () => {
    const records = await recordsOfFile();
    const accounts = records.map(([, provider]) => provider);
    expect(accounts).toEqual(accounts.toSorted());
    expect([...new Set(accounts)]).toEqual(['flexprice', 'lago', 'polar']);
  });

  it('has cells that a spreadsheet would run, and they do not begin like that', async () => {
    const names = (await recordsOfFile()).map(([, , , name = '']) => name);
    expect(names.filter((name) => name.startsWith("'="))).not.toEqual([]);
    expect(names.filter((name) => /^[=+\-@\t\r\n]/.test(name))).toEqual([]);
  });

  it('follows what is written', async () => {
    const create = `mutation ($provider: String!) {
      createCustomer(input: { provider: $provider, externalId: "new/one", name: "Zoë, \\"Z\\"", email: "zoe@example.com" }) {
        ... on CreateCustomerPayload { customer { id } }
      }
    }`;
    const remove = 'mutation ($id: ID!) { deleteCustomer(input: { customer: { id: $id } }) { __typename } }';
    const schema = z.object({ createCustomer: z.object({ customer: z.object({ id: z.string() }) }) });
    for (const provider of ['flexprice', 'lago', 'polar']) {
      const before = ids(await recordsOfFile(`?provider=${provider}`));
      const { data } = await graph.ask(create, { provider });
      const { id } = schema.parse(data).createCustomer.customer;
      const after = await recordsOfFile(`?provider=${provider}`);
      expect(after.filter(([each]) => each === id)).toEqual([
        [id, provider, 'new/one', 'Zoë, "Z"', 'zoe@example.com', '', '', expect.stringMatching(/Z$/)],
      ]);
      expect(after).toHaveLength(before.length + 1);

      await graph.ask(remove, { id });
      expect(ids(await recordsOfFile(`?provider=${provider}`))).toEqual(before);
    }
  });
});

describe('the file of one account', () => {
  it.each([
    ['flexprice', 'POST /v1/customers/search'],
    ['lago', 'GET /api/v1/customers'],
    ['polar', 'GET /v1/customers/export'],
  ])('takes one call where it fits into one: %s', async (provider, target) => {
    const all = await recordsOfFile();
    graph.takeCalls();
    const records = await recordsOfFile(`?provider=${provider}`);
    expect(records).toEqual(all.filter(([, name]) => name === provider));
    const calls = graph.takeCalls();
    expect(
      calls.map(({ account, method, target: asked }) => [account, `${method} ${asked.split('?')[0]}`]),
    ).toEqual([[provider, target]]);
  });
});

it('a key that is not accepted is a bad gateway, and no file', async () => {
  const locked = await openGraph({ apiKey: 'wrong' });
  try {
    for (const provider of ['flexprice', 'lago', 'polar']) {
      const { status, text } = await locked.get(`/customers.csv?provider=${provider}`);
      expect([status, JSON.parse(text)]).toMatchObject([
        502,
        { errors: [{ extensions: { code: 'PROVIDER_UNAUTHENTICATED', provider } }] },
      ]);
    }
  } finally {
    await locked.close();
  }
});
