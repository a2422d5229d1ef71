import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type OpenGraph, openGraph } from '../support/open-graph.ts';

const query = `query ($provider: String, $filter: CustomerFilter, $orderBy: CustomerOrder, $first: Int!, $after: String) {
  customers(provider: $provider, filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
    nodes { id externalId name email createdAt }
    pageInfo { hasNextPage endCursor }
    totalCount
    unavailable { code }
  }
}`;

const answerSchema = z.object({
  customers: z.object({
    nodes: z.array(
      z.object({
        id: z.string(),
        externalId: z.string().nullable(),
        name: z.string().nullable(),
        email: z.string().nullable(),
        createdAt: z.string(),
      }),
    ),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
    totalCount: z.number(),
    unavailable: z.tuple([]),
  }),
});

type Variables = Readonly<Record<string, unknown>>;
type Page = z.infer<typeof answerSchema>['customers'];

let graph: OpenGraph;

beforeAll(async () => {
  graph = await openGraph();
});
afterAll(() => graph.close());
afterEach(() => void graph.takeCalls());

async function readPage(variables: Variables, { ask } = graph): Promise<Page> {
  const { data, errors } = await ask(query, variables);
  expect(errors).toBeUndefined();
  return answerSchema.parse(data).customers;
}

/** All pages, each with the calls that it took, by account. */
async function walk(
  variables: Variables,
  on = graph,
  betweenPages: (page: Page, number: number) => Promise<void> = async () => {},
) {
  const pages: { readonly page: Page; readonly calls: Readonly<Record<string, number>> }[] = [];
  let after: string | null = null;
  for (;;) {
    on.takeCalls();
    const page = await readPage({ ...variables, after }, on);
    const calls: Record<string, number> = {};
    for (const { account } of on.takeCalls()) calls[account] = (calls[account] ?? 0) + 1;
    pages.push({ page, calls });
    if (!page.pageInfo.hasNextPage) return pages;
    after = page.pageInfo.endCursor;
    await betweenPages(page, pages.length);
  }
}

const nodesOf = (pages: Awaited<ReturnType<typeof walk>>) => pages.flatMap(({ page }) => page.nodes);
const idsOf = (nodes: readonly { readonly id: string }[]) => nodes.map(({ id }) => id);
const newestFirst = (a: { readonly createdAt: string }, b: { readonly createdAt: string }) =>
  Date.parse(b.createdAt) - Date.parse(a.createdAt);

describe.each([
  { provider: null, total: 282 },
  { provider: 'flexprice', total: 80 },
  { provider: 'lago', total: 113 },
  { provider: 'polar', total: 89 },
])('the customers of $provider', ({ provider, total }) => {
  it.each([7, 20, 100])('are all there, once and newest first, in pages of %i', async (first) => {
    const pages = await walk({ provider, first });
    const nodes = nodesOf(pages);
    expect(new Set(idsOf(nodes)).size).toBe(total);
    expect(nodes).toHaveLength(total);
    expect(nodes).toEqual(nodes.toSorted(newestFirst));
    expect(pages).toHaveLength(Math.ceil(total / first));
    expect(pages.map(({ page }) => page.totalCount)).toEqual(pages.map(() => total));
  });
});

describe('a page', () => {
  it.each([7, 20, 50])('of %i customers costs each account one call, however deep it is', async (first) => {
    const pages = await walk({ first });
    expect(pages.map(({ calls }) => calls)).toEqual(pages.map(() => ({ flexprice: 1, lago: 1, polar: 1 })));
  });

  it('of a hundred customers costs Polar a second call, whose pages hold a hundred at most', async () => {
    const pages = await walk({ first: 100 });
    expect(pages.map(({ calls }) => calls)).toEqual([
      { flexprice: 1, lago: 1, polar: 1 },
      { flexprice: 1, lago: 1, polar: 2 },
      { flexprice: 1, lago: 1, polar: 2 },
    ]);
  });

  it('of a search costs Flexprice three calls, which can search in one field at a time', async () => {
    await readPage({ first: 20, filter: { search: 'ada' } });
    const accounts = graph.takeCalls().map(({ account }) => account);
    expect(accounts.toSorted()).toEqual(['flexprice', 'flexprice', 'flexprice', 'lago', 'polar']);
  });
});

describe('a filter', () => {
  it.each(['ada', 'ACCT-1', 'initech.io', 'é', '%', '_'])(
    'by the text %j finds whoever has it',
    async (search) => {
      const all = nodesOf(await walk({ first: 100 }));
      const found = nodesOf(await walk({ first: 7, filter: { search } }));
      const expected = all.filter(({ name, email, externalId }) =>
        [name, email, externalId].some((text) => text?.toLowerCase().includes(search.toLowerCase())),
      );
      expect(idsOf(found)).toEqual(idsOf(expected));
    },
  );

  it('by an e-mail address or by external ids finds the same people everywhere', async () => {
    const [ada] = (await readPage({ first: 1, filter: { externalIds: ['acct-1'] } })).nodes;
    const byEmail = await readPage({ first: 100, filter: { email: ada?.email } });
    expect(byEmail.nodes.map(({ externalId }) => externalId)).toEqual(['acct-1', 'acct-1', 'acct-1']);
    const externalIds = ['acct-1', 'not-there', 'acct-2', 'acct-1'];
    const byExternalIds = nodesOf(await walk({ first: 4, filter: { externalIds } }));
    expect(byExternalIds.map(({ externalId }) => externalId).toSorted()).toEqual([
      ...['acct-1', 'acct-1', 'acct-1'],
      ...['acct-2', 'acct-2', 'acct-2'],
    ]);
  });
});

describe('where providers differ, a filter', () => {
  const namesOf = async (filter: Variables) => {
    const { nodes } = await readPage({ first: 100, filter });
    return nodes.map(({ id }) => Buffer.from(id, 'base64').toString().split(':')[1]).toSorted();
  };

  it('by text finds an external id on Polar by its beginning only', async () => {
    expect(await namesOf({ search: 'cct-20' })).toEqual(['flexprice', 'lago']);
    expect(await namesOf({ search: 'acct-20' })).toEqual(['flexprice', 'lago', 'polar']);
  });

  it('by e-mail address tells upper from lower case on Flexprice only', async () => {
    const [ada] = (await readPage({ first: 1, filter: { externalIds: ['acct-1'] } })).nodes;
    const email = ada?.email ?? expect.fail('no e-mail address');
    expect(await namesOf({ email })).toEqual(['flexprice', 'lago', 'polar']);
    expect(await namesOf({ email: email.toUpperCase() })).toEqual(['lago', 'polar']);
  });
});

describe.each(['flexprice', 'polar'])('sorting on %s', (provider) => {
  it('by time turns the list around', async () => {
    const orderBy = { field: 'CREATED_AT', direction: 'ASC' };
    const oldest = nodesOf(await walk({ provider, first: 7, orderBy }));
    expect(oldest).toEqual(oldest.toSorted((a, b) => newestFirst(b, a)));
    expect(idsOf(oldest).toSorted()).toEqual(idsOf(nodesOf(await walk({ provider, first: 100 }))).toSorted());
  });

  it.each(['NAME', 'EMAIL'])('by %s shows everybody once', async (field) => {
    const all = idsOf(nodesOf(await walk({ provider, first: 100 }))).toSorted();
    for (const direction of ['ASC', 'DESC']) {
      const sorted = nodesOf(await walk({ provider, first: 9, orderBy: { field, direction } }));
      expect(idsOf(sorted).toSorted()).toEqual(all);
    }
  });
});

describe('paging while customers are created and deleted', () => {
  let changing: OpenGraph;

  beforeAll(async () => {
    changing = await openGraph();
  });
  afterAll(() => changing.close());

  const create = (provider: string, externalId: string) =>
    changing.ask('mutation ($input: CreateCustomerInput!) { createCustomer(input: $input) { __typename } }', {
      input: { provider, externalId, name: externalId, email: `${externalId}@initech.io` },
    });
  const remove = (id: string) =>
    changing.ask('mutation ($input: DeleteCustomerInput!) { deleteCustomer(input: $input) { __typename } }', {
      input: { customer: { id } },
    });

  it.each(['flexprice', 'lago', 'polar'])('shows everybody on %s who stays, and once', async (provider) => {
    for (let number = 0; number < 12; number += 1) await create(provider, `before-${number}`);
    const before = idsOf(nodesOf(await walk({ provider, first: 100 }, changing)));

    const variables = { provider, first: 3 };
    const pages = await walk(variables, changing, async ({ nodes }, number) => {
      if (number > 3) return;
      await create(provider, `meanwhile-${number}`);
      // The last one shown, and one that is still to come.
      for (const id of [nodes.at(-1)?.id, before[8 + number]]) await remove(id ?? '');
    });

    const after = new Set(idsOf(nodesOf(await walk({ provider, first: 100 }, changing))));
    const stayed = before.filter((id) => after.has(id));
    expect(stayed).toHaveLength(before.length - 6);
    const shown = idsOf(nodesOf(pages));
    expect(new Set(shown).size).toBe(shown.length);
    expect(shown.filter((id) => stayed.includes(id))).toEqual(stayed);
  });
});
