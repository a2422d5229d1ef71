import { describe, expect, it } from 'vitest';
import type { Call } from '../../../src/billing/call.ts';
import { ProviderError } from '../../../src/billing/provider-error.ts';
import type { ServerOptions } from '../../../src/server/create-server.ts';
import { createDeadlines } from '../../../src/server/plugins/use-deadlines.ts';
import { createFakeProvider } from '../../support/fake-provider.ts';
import { codesOf } from '../../support/http-exchange.ts';
import { serveNobody } from '../../support/serve-nobody.ts';

const query = '{ customerByExternalId(provider: "lago", externalId: "acct-1") { name } }';

/** A server in front of a Lago that answers nothing before its request ends, and what its calls carried. */
function serveHanging(options: Partial<ServerOptions> = {}) {
  const calls: Call[] = [];
  const fake = createFakeProvider({ name: 'lago' });
  const hang = (_keys: readonly string[], call: Call): Promise<never> => {
    calls.push(call);
    return new Promise((_resolve, reject) => {
      const fail = () => reject(new ProviderError({ provider: 'lago', failure: 'timed-out' }));
      if (call.signal.aborted) fail();
      else call.signal.addEventListener('abort', fail);
    });
  };
  const provider = { ...fake, customers: { byKeys: hang, byExternalIds: hang } };
  const { request } = serveNobody({ providers: [provider], ...options });
  const ask = (timeout?: string) =>
    request({ headers: { 'x-request-timeout-ms': timeout }, body: { query } });
  return { ask, request, calls };
}

describe('the deadline of a request', () => {
  it.each([
    ['what is configured', undefined, 60_000],
    ['sooner, where the client waits no longer', '30000', 30_000],
    ['no later, however long the client would wait', '90000', 60_000],
    ['no later for a client that would wait for ever', '9'.repeat(400), 60_000],
  ])('is %s', async (_name, timeout, expectedMs) => {
    const deadlines: number[] = [];
    const fake = createFakeProvider({ name: 'lago' });
    const byExternalIds = async (_keys: readonly string[], { deadline = 0 }: Call) => {
      deadlines.push(deadline);
      return new Map();
    };
    const provider = { ...fake, customers: { ...fake.customers, byExternalIds } };
    const { request } = serveNobody({ providers: [provider], deadlineMs: 60_000 });
    const before = performance.now();
    await request({ headers: { 'x-request-timeout-ms': timeout }, body: { query } });
    const arrivals = deadlines.map((deadline) => deadline - expectedMs);
    expect(arrivals).toEqual([expect.any(Number)]);
    expect(arrivals.every((at) => at >= before && at <= performance.now())).toBe(true);
  });

  it('ends what it asked upstream', async () => {
    const { ask, calls } = serveHanging();
    const answer = await ask('20');
    expect([answer.status, codesOf(answer)]).toEqual([200, ['PROVIDER_TIMED_OUT']]);
    expect(calls.map(({ signal }) => signal.aborted)).toEqual([true]);
  });

  it.each(['', '0', '-1', '1.5', '1e3', '0x10', 'soon', '10, 20'])(
    'cannot be "%s": that is refused before anybody is asked',
    async (timeout) => {
      const asked: unknown[] = [];
      const { ask, calls } = serveHanging({
        async authenticate(authorization) {
          asked.push(authorization);
          return { failure: 'missing' };
        },
      });
      const answer = await ask(timeout);
      expect([answer.status, codesOf(answer)]).toEqual([400, ['BAD_USER_INPUT']]);
      expect(answer.text).toContain('x-request-timeout-ms');
      expect([asked, calls]).toEqual([[], []]);
    },
  );

  it('is refused in the media type that the client would rather have', async () => {
    const { request } = serveHanging();
    const accept = 'application/graphql-response+json';
    const { status, headers } = await request({
      headers: { accept, 'x-request-timeout-ms': 'soon' },
      body: { query },
    });
    expect([status, headers['content-type']]).toEqual([400, `${accept}; charset=utf-8`]);
  });

  it('matters to the graph alone', async () => {
    const { request } = serveHanging();
    const get = { method: 'GET', target: '/health', headers: { 'x-request-timeout-ms': 'soon' } };
    expect(await request(get)).toMatchObject({ status: 200 });
  });

  it('is also that of finding out who asks', async () => {
    const { ask, calls } = serveHanging({ authenticate: () => new Promise(() => {}) });
    const answer = await ask('1');
    expect([answer.status, codesOf(answer), calls]).toEqual([503, ['AUTH_UNAVAILABLE'], []]);
  });

  it('is not known of a request whose arrival nobody has noticed', () => {
    expect(() => createDeadlines(1_000).deadlineOf({})).toThrow('nobody has looked at the clock');
  });
});

it('a request that is read only after its deadline asks with a signal that is aborted already', async () => {
  const aborted: boolean[] = [];
  const fake = createFakeProvider({ name: 'lago' });
  const byExternalIds = async (_keys: readonly string[], { signal }: Call) => {
    aborted.push(signal.aborted);
    return new Map();
  };
  const { request } = serveNobody({
    providers: [{ ...fake, customers: { ...fake.customers, byExternalIds } }],
    // Longer than the client waits, as a slow body would take.
    async authenticate() {
      const end = performance.now() + 5;
      while (performance.now() < end);
      return { name: 'somebody', scopes: new Set(['customers:read']), externalId: null };
    },
  });
  await request({ headers: { 'x-request-timeout-ms': '1' }, body: { query } });
  expect(aborted).toEqual([true]);
});
