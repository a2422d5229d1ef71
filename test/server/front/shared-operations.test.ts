import { connect } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Balance } from '../../../src/billing/balance.ts';
import type { Batch } from '../../../src/billing/batch.ts';
import type { Call } from '../../../src/billing/call.ts';
import type { PricedRead } from '../../../src/billing/call-cost.ts';
import { ProviderError } from '../../../src/billing/provider-error.ts';
import type { ServerOptions } from '../../../src/server/create-server.ts';
import { callerOf } from '../../support/execute-as.ts';
import { createFakeProvider, customerOf } from '../../support/fake-provider.ts';
import { codesOf, type HttpRequest } from '../../support/http-exchange.ts';
import { openPort } from '../../support/open-port.ts';
import { sendHttp } from '../../support/send-http.ts';

const query = 'query Name($id: String!) { customerByExternalId(provider: "lago", externalId: $id) { name } }';
const ada = { query, variables: { id: 'ada' } } as const;
const adaIs = (name: string) => ({ data: { customerByExternalId: { name } } });

/** A read that waits for the test. */
interface HeldRead {
  readonly call: Call;
  answer(name: string): void;
  fail(): void;
}

const closers: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(closers.splice(0).map((close) => close())));

/** A Lago whose reads wait; callers say in their credentials who they are: "name", "scope scope" or "=external id". */
async function open(options: Partial<ServerOptions> = {}) {
  const reads: HeldRead[] = [];
  let arrived = 0;
  const writes: (() => void)[] = [];
  const fake = createFakeProvider({
    name: 'lago',
    customerWrites: { delete: () => new Promise((resolve) => writes.push(() => resolve('ada'))) },
  });
  const byExternalIds = ([key = '']: readonly string[], call: Call) =>
    new Promise<ReadonlyMap<string, ReturnType<typeof customerOf>>>((resolve, reject) => {
      const fail = () => reject(new ProviderError({ provider: 'lago', failure: 'unavailable' }));
      reads.push({
        call,
        fail,
        answer: (name) =>
          resolve(new Map([[key, customerOf({ provider: 'lago', key, externalId: key, name })]])),
      });
    });
  const server = await openPort({
    providers: [{ ...fake, customers: { byKeys: byExternalIds, byExternalIds } }],
    authenticate: async (authorization) => {
      arrived += 1;
      const [, who = ''] = /^Bearer (.*)$/.exec(authorization ?? '') ?? [];
      if (who.startsWith('=')) return callerOf({ externalId: who.slice(1) });
      const scopes = (['customers:read', 'customers:write', 'customers:raw'] as const).filter((scope) =>
        who.includes(scope),
      );
      if (scopes.length > 0) return callerOf({ scopes });
      return { ...callerOf({ scopes: ['customers:read', 'customers:write'] }), name: who };
    },
    ...options,
  });
  closers.push(server.close);
  const send = (request: HttpRequest, who = 'somebody') => sendHttp(server.origin, request, who);
  return {
    ...server,
    reads,
    writes,
    send,
    /** Sends, and comes back when the server has read all of them. */
    async begin(...requests: readonly (readonly [HttpRequest, who?: string])[]) {
      const before = arrived;
      const answers = requests.map(([request, who]) => send(request, who));
      await vi.waitFor(() => expect(arrived).toBe(before + requests.length), { interval: 1 });
      await send({ body: { query: '{ __typename }' } });
      return answers;
    },
  };
}

describe('clients who ask the same at the same time', () => {
  it('are answered by one execution, and each is in the log', async () => {
    const { begin, reads, lines } = await open();
    const [first, ...others] = await begin([{ body: ada }]);
    const answers = [
      first,
      ...others,
      ...(await begin(...Array.from({ length: 5 }, () => [{ body: ada }] as const))),
    ];
    expect(reads).toHaveLength(1);
    reads[0]?.answer('Ada');
    for (const answer of await Promise.all(answers)) {
      expect(answer).toMatchObject({ status: 200, ...adaIs('Ada') });
    }
    const told = lines.filter(({ operation }) => operation === 'Name');
    expect(told).toHaveLength(6);
    expect(told).toEqual(
      told.map(() => expect.objectContaining({ caller: 'somebody', errors: 0, msg: 'operation' })),
    );
  });

  it.each([
    ['other names first', { body: { variables: ada.variables, query } }],
    ['the same in another layout', { body: JSON.stringify(ada, null, 2) }],
    ['another media type', { body: ada, headers: { accept: 'application/graphql-response+json' } }],
    ['a header that matters to nobody', { body: ada, headers: { 'x-request-id': '1' } }],
  ])('share it with %s', async (_what, request) => {
    const { begin, reads } = await open();
    const answers = [...(await begin([{ body: ada }])), ...(await begin([request]))];
    expect(reads).toHaveLength(1);
    reads[0]?.answer('Ada');
    for (const answer of await Promise.all(answers)) expect(answer).toMatchObject(adaIs('Ada'));
  });

  it.each<readonly [string, HttpRequest]>([
    ['about somebody else', { body: { query, variables: { id: 'grace' } } }],
    ['by another document', { body: { ...ada, query: `${query} ` } }],
    ['by name', { body: { ...ada, operationName: 'Name' } }],
    ['with a deadline of its own', { body: ada, headers: { 'x-request-timeout-ms': '4000' } }],
    ['for what it costs', { body: ada, headers: { 'x-billgraph-debug': '1' } }],
  ])('do not share it with one who asks %s', async (_what, request) => {
    const { begin, reads } = await open();
    const answers = [...(await begin([{ body: ada }])), ...(await begin([request], [request]))];
    expect(reads.length).toBeGreaterThanOrEqual(2);
    for (const [index, { answer }] of reads.entries()) answer(`Ada ${index}`);
    const names = (await Promise.all(answers)).map(({ data }) => JSON.stringify(data));
    expect(names[0]).toContain('Ada 0');
    expect(names.slice(1).filter((name) => name.includes('Ada 0'))).toEqual([]);
  });

  it('do not share it where they may see different things', async () => {
    const { begin, reads } = await open();
    const who = ['customers:read', 'customers:read customers:raw', '=ada', '=grace', 'customers:write'];
    const answers = await begin(...who.map((each) => [{ body: ada }, each] as const));
    const again = await begin(...who.map((each) => [{ body: ada }, each] as const));
    // One who is somebody else, and one who may read nothing, ask nobody.
    expect(reads).toHaveLength(3);
    for (const { answer } of reads) answer('Ada');
    const seen = (await Promise.all([...answers, ...again])).map(({ text }) => text.includes('"Ada"'));
    expect(seen).toEqual([true, true, true, false, false, true, true, true, false, false]);
  });

  it('share a failure with those who waited for it, and with nobody else', async () => {
    const { begin, send, reads } = await open();
    const answers = [...(await begin([{ body: ada }])), ...(await begin([{ body: ada }]))];
    reads[0]?.fail();
    for (const answer of await Promise.all(answers))
      expect(codesOf(answer)).toEqual(['PROVIDER_UNAVAILABLE']);
    const later = send({ body: ada });
    await vi.waitFor(() => expect(reads).toHaveLength(2), { interval: 1 });
    reads[1]?.answer('Ada');
    expect(await later).toMatchObject(adaIs('Ada'));
  });

  it('are each charged, and refused when too little is left to them', async () => {
    const { begin, reads } = await open({ limits: { callerUpstreamCallsPerMinute: 3 } });
    const [first] = await begin([{ body: ada }, 'grace']);
    const others = await begin(...Array.from({ length: 4 }, () => [{ body: ada }, 'grace'] as const));
    const [stranger] = await begin([{ body: ada }, 'alan']);
    reads[0]?.answer('Ada');
    const answers = await Promise.all([first, ...others, stranger]);
    expect(answers.map((answer) => answer?.status)).toEqual([200, 200, 200, 429, 429, 200]);
    expect(reads).toHaveLength(1);
  });

  it('are each charged the same, where accounts cannot all be asked their most', async () => {
    const balances: ((known: Batch<Balance>) => void)[] = [];
    const fakes = ['lago', 'polar'].map((name) =>
      createFakeProvider({ name, customers: { ada: customerOf({ provider: name, key: 'ada' }) } }),
    );
    const providers = fakes.map((fake) => ({
      ...fake,
      costs: { ...fake.costs, read: ({ kind }: PricedRead, customers: number) => ({ [kind]: customers }) },
      balance: {
        live: true,
        ofCustomers: () => new Promise<Batch<Balance>>((resolve) => balances.push(resolve)),
      },
    }));
    // The one row may be of either: its balance and two lists are three calls, and two to each account would be four.
    const page = { query: '{ customers(first: 1) { nodes { balance { settled { amount } } } } }' };
    const { begin } = await open({ providers, limits: { callerUpstreamCallsPerMinute: 6 } });
    const [first] = await begin([{ body: page }, 'grace']);
    await vi.waitFor(() => expect(balances).toHaveLength(1), { interval: 1 });
    const others = await begin([{ body: page }, 'grace'], [{ body: page }, 'grace']);
    balances[0]?.(new Map());
    const answers = await Promise.all([first, ...others]);
    expect(answers.map((answer) => answer?.status)).toEqual([200, 200, 429]);
    expect(balances).toHaveLength(1);
  });

  it('do not share a change, nor what was read before one', async () => {
    const { begin, reads, writes } = await open();
    const deletion =
      'mutation { deleteCustomer(input: { customer: { external: { provider: "lago", externalId: "ada" } } }) { __typename } }';
    const before = await begin([{ body: ada }]);
    const [change, ...same] = await begin([{ body: { query: deletion } }], [{ body: { query: deletion } }]);
    expect(writes).toHaveLength(2);
    for (const write of writes) write();
    await Promise.all([change, ...same]);
    const after = await begin([{ body: ada }]);
    expect(reads).toHaveLength(2);
    for (const [index, { answer }] of reads.entries()) answer(`Ada ${index}`);
    expect(await before[0]).toMatchObject(adaIs('Ada 0'));
    expect(await after[0]).toMatchObject(adaIs('Ada 1'));
  });
});

describe('when a client leaves', () => {
  /** One who asks and can leave. */
  function askAndLeave(origin: string) {
    const controller = new AbortController();
    const answer = fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer somebody' },
      body: JSON.stringify(ada),
      signal: controller.signal,
    });
    return {
      async leave() {
        controller.abort();
        await expect(answer).rejects.toThrow('aborted');
      },
    };
  }

  it('the first of them, the others are answered', async () => {
    const { origin, begin, reads } = await open();
    const first = askAndLeave(origin);
    await vi.waitFor(() => expect(reads).toHaveLength(1), { interval: 1 });
    const [second] = await begin([{ body: ada }]);
    await first.leave();
    const third = await begin([{ body: ada }]);
    expect(reads.map(({ call }) => call.signal.aborted)).toEqual([false]);
    reads[0]?.answer('Ada');
    for (const answer of await Promise.all([second, ...third])) expect(answer).toMatchObject(adaIs('Ada'));
  });

  it('while its request waits behind another on their connection, nothing goes on for either', async () => {
    const { port, reads } = await open();
    const bodies = ['grace', 'ada'].map((id) => JSON.stringify({ query, variables: { id } }));
    const requests = bodies.map(
      (body) =>
        `POST /graphql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer somebody\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    const client = connect(port, '127.0.0.1', () => client.write(requests.join('')));
    await vi.waitFor(() => expect(reads).toHaveLength(2), { interval: 1 });
    client.destroy();
    await vi.waitFor(() => expect(reads.map(({ call }) => call.signal.aborted)).toEqual([true, true]), {
      interval: 1,
    });
  });

  it('none, who has more time than the first is not answered by what was too slow for that one', async () => {
    const { begin, reads } = await open({ deadlineMs: 900 });
    const [first] = await begin([{ body: ada }]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const [second] = await begin([{ body: ada }]);
    expect(codesOf((await first) ?? expect.fail('no answer'))).toEqual(['PROVIDER_TIMED_OUT']);
    await vi.waitFor(() => expect(reads).toHaveLength(2), { interval: 1 });
    reads[1]?.answer('Ada');
    expect(await second).toMatchObject(adaIs('Ada'));
  });

  it('the last of them, nothing goes on, and nobody waits for what has been given up', async () => {
    const { origin, begin, reads } = await open();
    const first = askAndLeave(origin);
    await vi.waitFor(() => expect(reads).toHaveLength(1), { interval: 1 });
    const second = askAndLeave(origin);
    await begin();
    await first.leave();
    await second.leave();
    await vi.waitFor(() => expect(reads[0]?.call.signal.aborted).toBe(true), { interval: 1 });
    const [later] = await begin([{ body: ada }]);
    reads[1]?.answer('Ada');
    expect(await later).toMatchObject(adaIs('Ada'));
  });
});
