import { createServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { codesOf } from '../support/http-exchange.ts';
import { listenOnLoopback } from '../support/listen-on-loopback.ts';
import { type ConfiguredBillgraph, openConfigured } from '../support/open-configured.ts';
import { sendHttp } from '../support/send-http.ts';

const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n';

/** Answers that never come to their end. */
const endless: Readonly<Record<string, (socket: Socket) => void>> = {
  'never begins': () => {},
  'stops after its headers': (socket) => void socket.write(head),
  'comes drop by drop': (socket) => {
    socket.write(head);
    const drops = setInterval(() => socket.write(' '), 5);
    socket.once('close', () => clearInterval(drops));
  },
};

const reads: readonly (readonly [string, string])[] = [
  ['a customer', '{ customerByExternalId(provider: "lago", externalId: "a") { id } }'],
  ['a page of all providers', '{ customers(first: 50) { nodes { id } unavailable { code } } }'],
  [
    // More than Lago is asked at once.
    'more customers than have room',
    '{ accounts(externalIds: ["a", "b", "c", "d"]) { customers { id } unavailable { code } } }',
  ],
];

const mutations = `mutation {
  first: ensureCustomer(input: { provider: "lago", externalId: "a", name: "A" }) { ...Outcome }
  second: ensureCustomer(input: { provider: "lago", externalId: "a", name: "A" }) { ...Outcome }
  third: createCustomer(input: { provider: "polar", externalId: "a", email: "a@b.example" }) { ...Outcome }
  fourth: deleteCustomer(input: { customer: { external: { provider: "flexprice", externalId: "a" } } }) { ...Outcome }
}
fragment Outcome on Error { __typename code }`;

let answer: (socket: Socket) => void = () => {};
let requests: string[] = [];
const open = new Map<Socket, Promise<void>>();
const upstream = createServer((socket) => {
  open.set(socket, new Promise((resolve) => socket.once('close', () => resolve())));
  socket.once('close', () => open.delete(socket)).on('error', () => {});
  socket.on('data', (bytes) => {
    requests.push(bytes.toString().split(' ', 1)[0] ?? '');
    answer(socket);
  });
});

let origin: string;
let billgraph: ConfiguredBillgraph;
beforeAll(async () => {
  origin = await listenOnLoopback(upstream);
});
// One for each test: an account that fails often is not asked any more.
beforeEach(async () => {
  requests = [];
  billgraph = await openConfigured({
    providers: [
      { name: 'lago', kind: 'lago', baseUrl: `${origin}/api/v1`, apiKey: 'key', maxConcurrency: 2 },
      { name: 'polar', kind: 'polar', baseUrl: origin, apiKey: 'key' },
      { name: 'flexprice', kind: 'flexprice', baseUrl: `${origin}/v1`, apiKey: 'key' },
    ],
  });
});
afterEach(async () => {
  await billgraph.close({ withinMs: 0 });
  for (const socket of open.keys()) socket.destroy();
});
afterAll(() => new Promise((resolve) => upstream.close(resolve)));

const ask = (query: string) =>
  sendHttp(billgraph.origin, { body: { query }, headers: { 'x-request-timeout-ms': '250' } }, 'key');

describe.each(Object.entries(endless))('when an answer %s, a request with a deadline', (_what, never) => {
  it.each(reads)('is answered about %s, and nothing of it goes on upstream', async (_name, query) => {
    answer = never;
    const { status, text } = await ask(query);
    expect(status).toBe(200);
    expect(text).toContain('PROVIDER_TIMED_OUT');
    const asked = requests.length;
    expect(asked).toBeGreaterThan(0);
    await Promise.all(open.values());
    expect(requests).toHaveLength(asked);
  });
});

describe('mutations of one request', () => {
  it('fail at once after its deadline, and none of them is sent', async () => {
    answer = () => {};
    const { data, ...rest } = await ask(mutations);
    expect(codesOf({ data, ...rest })).toEqual([]);
    const late = { code: 'PROVIDER_TIMED_OUT' };
    expect(data).toMatchObject({ first: late, second: late, third: late, fourth: late });
    await Promise.all(open.values());
    expect(requests).toEqual(['GET']);
  });

  it('fail with an unknown outcome where one was sent, and the later ones at once', async () => {
    answer = () => {};
    const [first, second] = [3, 4].map(
      (name) =>
        `n${name}: createCustomer(input: { provider: "polar", externalId: "p${name}", email: "p@b.example" }) { ... on Error { code } }`,
    );
    const { data } = await ask(`mutation { ${first} ${second} }`);
    expect(data).toEqual({ n3: { code: 'OUTCOME_UNKNOWN' }, n4: { code: 'PROVIDER_TIMED_OUT' } });
    expect(requests).toEqual(['POST']);
  });
});
