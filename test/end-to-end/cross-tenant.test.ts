import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { newestFirst } from '../../src/billing/customer-list.ts';
import type { Caller } from '../../src/graphql/caller.ts';
import { encodeCursor } from '../../src/graphql/customer-cursor.ts';
import {
  account,
  forbiddenMutations,
  nobodyAt,
  paths,
  portal,
  type Question,
  type Victim,
  victimSchema,
  whole,
} from '../support/customer-questions.ts';
import type { Answer } from '../support/execute.ts';
import { callerOf, executeAs } from '../support/execute-as.ts';
import { providerNames } from '../support/sample-customers.ts';
import { watchSandbox } from '../support/watch-sandbox.ts';

const now = new Date('2026-05-01T00:00:00Z');

let sandbox: Awaited<ReturnType<typeof watchSandbox>>;
let everybody: readonly Victim[];

const pageSchema = z.object({
  customers: z.object({
    nodes: z.array(victimSchema),
    pageInfo: z.object({ endCursor: z.string().nullable(), hasNextPage: z.boolean() }),
  }),
});

const readsAll = callerOf({ scopes: ['customers:read'] });

beforeAll(async () => {
  sandbox = await watchSandbox(now);
  everybody = await listEverybody();
  sandbox.takeCalls();
});
afterAll(() => sandbox.close());

const ask = (caller: Caller, { query, variables }: Question): Promise<Answer> =>
  executeAs({ caller, providers: sandbox.providers, now }, query, variables);

async function listEverybody(): Promise<readonly Victim[]> {
  const all: Victim[] = [];
  let after: string | null = null;
  do {
    const { data } = await ask(readsAll, {
      query: `query ($after: String) {
        customers(first: 100, after: $after) {
          nodes { id provider { name } providerCustomerId externalId name email }
          pageInfo { endCursor hasNextPage }
        }
      }`,
      variables: { after },
    });
    const { nodes, pageInfo } = pageSchema.parse(data).customers;
    all.push(...nodes);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  return all;
}

/** Some of each account's customers who are not the caller, from its whole list. */
function victimsOf(externalId: string): readonly Victim[] {
  return providerNames.flatMap((provider) => {
    const others = everybody.filter(
      (each) => each.provider.name === provider && each.externalId !== externalId,
    );
    const step = Math.floor(others.length / 7);
    return Array.from({ length: 7 }, (_, index) => others[index * step]).filter((each) => each !== undefined);
  });
}

/** What came of a question: its answer, with what was asked for made the same, and all that was sent for it. */
async function whatComesOf(caller: Caller, question: Question) {
  sandbox.takeCalls();
  const answer = await ask(caller, question);
  expect(answer.errors).toBeUndefined();
  const asked = [...textsOf(question.variables)].sort((a, b) => b.length - a.length);
  const text = asked.reduce(
    (rest, value) => rest.replaceAll(JSON.stringify(value), '"asked"'),
    JSON.stringify(answer),
  );
  return { text, calls: sandbox.takeCalls() };
}

function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return providerNames.some((name) => name === value) ? [] : [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

/** What tells of somebody else in a text, and is not in the caller's own records as well. */
function tracesOfOthers(caller: Caller, text: string): readonly string[] {
  const isCaller = ({ externalId }: Victim) => externalId === caller.externalId;
  const own = JSON.stringify(everybody.filter(isCaller));
  return everybody
    .filter((each) => !isCaller(each))
    .flatMap(({ provider: _provider, ...told }) => Object.values(told))
    .filter((value) => value !== null)
    .filter((value) => value.length > 3 && !own.includes(value) && text.includes(value));
}

const orders = ['CREATED_AT', 'NAME', 'EMAIL'].flatMap((field) =>
  ['ASC', 'DESC'].map((direction) => ({ field, direction })),
);
const filters = [null, {}, { search: ' ' }, { metadata: [] }] as const;

/** Every way to narrow and sort the list of a caller that does not leave the caller out. */
const lists = [null, ...providerNames].flatMap((provider) =>
  [null, ...(provider === 'flexprice' || provider === 'polar' ? orders : [])].flatMap((orderBy) =>
    filters.map((filter) => ({ provider, orderBy, filter })),
  ),
);

const openedSchema = z.object({ createPortalSession: z.object({ __typename: z.string() }) });

describe.each(['acct-1', 'acme', 'eu/west/1', 'unknown to all'])('to the customer %s', (externalId) => {
  const caller = callerOf({ externalId });
  const selves = () => everybody.filter((each) => each.externalId === externalId);

  it.each(paths)('%s of anybody else is as of nobody', async (_path, questionOf) => {
    const nobody = new Map<string, Awaited<ReturnType<typeof whatComesOf>>>();
    for (const provider of providerNames) {
      const what = await whatComesOf(caller, questionOf(nobodyAt(provider)));
      expect(what.calls.join()).not.toMatch(/nobody|dead|ZZZZ/);
      nobody.set(provider, what);
    }
    const victims = victimsOf(externalId);
    expect(victims).toHaveLength(21);
    for (const victim of victims) {
      const what = await whatComesOf(caller, questionOf(victim));
      expect(what).toEqual(nobody.get(victim.provider.name));
      expect(tracesOfOthers(caller, what.text)).toEqual([]);
    }
  });

  it.each(forbiddenMutations)(
    '%s is forbidden for anybody, itself and nobody alike',
    async (_name, questionOf) => {
      for (const victim of [nobodyAt('lago'), ...selves(), ...victimsOf(externalId)]) {
        const { errors, data } = await ask(caller, questionOf(victim));
        expect([data, errors]).toMatchObject([null, [{ extensions: { code: 'FORBIDDEN' } }]]);
      }
      expect(sandbox.takeCalls()).toEqual([]);
    },
  );

  it('all customers at once, by id and by external id, are itself and nulls', async () => {
    const { data, errors } = await ask(caller, {
      query: `query ($ids: [ID!]!, $externalIds: [String!]!) {
        nodes(ids: $ids) { id ...Whole } accounts(externalIds: $externalIds) { ${account} }
      } ${whole}`,
      variables: {
        ids: everybody.map(({ id }) => id),
        externalIds: everybody.flatMap((each) => each.externalId ?? []).slice(0, 100),
      },
    });
    expect(errors).toBeUndefined();
    expect(tracesOfOthers(caller, JSON.stringify(data))).toEqual([]);
    const { nodes } = z.object({ nodes: z.array(z.object({ id: z.string() }).nullable()) }).parse(data);
    expect(nodes).toMatchObject(
      everybody.map((each) => (each.externalId === externalId ? { id: each.id } : null)),
    );
  });

  it('a list holds nobody else, however it is narrowed and sorted', async () => {
    const query = `query ($provider: String, $filter: CustomerFilter, $orderBy: CustomerOrder) {
      customers(provider: $provider, filter: $filter, orderBy: $orderBy) { nodes { id name email } totalCount }
    }`;
    for (const variables of lists) {
      const { data, errors } = await ask(caller, { query, variables });
      const own = selves().filter(
        ({ provider }) => variables.provider === null || provider.name === variables.provider,
      );
      expect(errors).toBeUndefined();
      expect(tracesOfOthers(caller, JSON.stringify(data))).toEqual([]);
      expect(data).toMatchObject({ customers: { totalCount: own.length } });
    }
  });

  it('a cursor that was forged leads to nobody else', async () => {
    for (const provider of providerNames) {
      for (const offset of [0, 1, 2, 50]) {
        const filter = { search: null, email: null, externalIds: [externalId], metadata: [] };
        const after = encodeCursor(
          { provider, query: { filter, order: newestFirst }, accounts: [provider] },
          [{ offset, total: 100, createdAt: 0, marks: [] }],
        );
        const { data, errors } = await ask(caller, {
          query: `query ($provider: String, $after: String) {
            customers(provider: $provider, after: $after) { nodes { id name } totalCount }
          }`,
          variables: { provider, after },
        });
        expect(errors).toBeUndefined();
        expect(tracesOfOthers(caller, JSON.stringify(data))).toEqual([]);
      }
    }
  });

  it('itself is there', async () => {
    const { data, errors } = await ask(caller, { query: `{ viewer { ${account} } } ${whole}` });
    expect(errors).toBeUndefined();
    const customers = selves().map(({ id }) => expect.objectContaining({ id }));
    expect(data).toMatchObject({
      viewer: customers.length === 0 ? null : { customers: expect.arrayContaining(customers) },
    });
    for (const self of selves()) {
      const { data: opened } = await ask(caller, portal(({ id }) => ({ id }))(self));
      expect(openedSchema.parse(opened).createPortalSession.__typename).not.toBe('NotFoundError');
    }
  });
});
