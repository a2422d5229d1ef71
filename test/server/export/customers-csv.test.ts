import { afterEach, describe, expect, it } from 'vitest';
import type { Call } from '../../../src/billing/call.ts';
import type { BillingProvider } from '../../../src/billing/provider.ts';
import { ProviderError, type ProviderFailureKind } from '../../../src/billing/provider-error.ts';
import { createFakeProvider, customerOf } from '../../support/fake-provider.ts';
import { openPort } from '../../support/open-port.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(() => Promise.all(closers.splice(0).map((close) => close())));

async function serve(providers: readonly BillingProvider[], corsOrigins: readonly string[] = []) {
  const server = await openPort({ providers, corsOrigins });
  closers.push(server.close);
  return {
    ...server,
    get: (query = '', init: RequestInit = {}) => fetch(`${server.origin}/customers.csv${query}`, init),
  };
}

function createAccount(name: string, ...keys: readonly string[]) {
  const customers = Object.fromEntries(keys.map((key) => [key, customerOf({ provider: name, key })]));
  return createFakeProvider({ name, customers });
}

/** An account whose own export does as it is told. */
function exporting(name: string, rows: (call: Call) => AsyncIterable<never>): BillingProvider {
  return { ...createFakeProvider({ name }), customerExport: { rows } };
}

const header = 'id,provider,externalId,name,email,currency,country,createdAt\r\n';
const lineOf = (provider: string, key: string) =>
  `${Buffer.from(`Customer:${provider}:${key}`).toString('base64')},${provider},,,,,,2026-01-02T03:04:05.000Z\r\n`;

describe('GET /customers.csv', () => {
  it('is a file to keep, of all customers in the order of the configuration', async () => {
    const { get, lines } = await serve([createAccount('polar', 'p1'), createAccount('lago', 'l1', 'l2')]);
    const response = await get();
    expect([response.status, Object.fromEntries(response.headers)]).toEqual([
      200,
      expect.objectContaining({
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': 'attachment; filename="customers.csv"',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      }),
    ]);
    expect(await response.text()).toBe(
      [header, lineOf('polar', 'p1'), lineOf('lago', 'l1'), lineOf('lago', 'l2')].join(''),
    );
    expect(lines).toMatchObject([
      { level: 30, msg: 'export', caller: 'anyone', durationMs: expect.any(Number) },
    ]);
  });

  it.each([
    ['https://app.example', 200],
    ['https://evil.example', 403],
  ])('is not read for a page of another site that is not let in: %s, %i', async (origin, status) => {
    const account = createAccount('lago', 'l1');
    const { get } = await serve([account], ['https://app.example']);
    const response = await get('', { headers: { origin, 'sec-fetch-site': 'cross-site' } });
    expect(response.status).toBe(status);
    expect(account.reads.length > 0).toBe(status === 200);
  });

  it.each([
    ['https://app.example', 'https://app.example'],
    ['https://evil.example', null],
    ['null', null],
  ])('lets a page of %s read it as the graph does: %s', async (origin, allowed) => {
    const { get } = await serve([createAccount('lago', 'l1')], ['https://app.example']);
    const { headers } = await get('', { headers: { origin } });
    expect(headers.get('access-control-allow-origin')).toBe(allowed);
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect(headers.get('vary')).toBe('Origin');
  });

  it('is of one account where the query names it, and asks no other', async () => {
    const other = createAccount('polar', 'p1');
    const { get } = await serve([other, createAccount('lago', 'l1')]);
    expect(await (await get('?provider=lago')).text()).toBe(header + lineOf('lago', 'l1'));
    expect(other.reads).toEqual([]);
  });

  it('is its header line where there are no customers', async () => {
    const { get } = await serve([createAccount('lago')]);
    expect(await (await get()).text()).toBe(header);
  });

  it('keeps the connection for what comes next', async () => {
    const { get, origin } = await serve([createAccount('lago', 'l1')]);
    for (let times = 0; times < 20; times += 1)
      expect((await (await get()).text()).length).toBeGreaterThan(0);
    expect((await fetch(`${origin}/health`)).status).toBe(200);
  });

  it('answers HEAD without asking anybody', async () => {
    const account = createAccount('lago', 'l1');
    const { get } = await serve([account]);
    const response = await get('', { method: 'HEAD' });
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      200,
      'text/csv; charset=utf-8; header=present',
      '',
    ]);
    expect((await get('?provider=nobody', { method: 'HEAD' })).status).toBe(400);
    expect(account.reads).toEqual([]);
  });

  it.each(['/customers.csv/', '/customers.CSV', '/customers%2Ecsv', '/a/../customers.csv/b'])(
    'is not there at %s',
    async (path) => {
      const account = createAccount('lago', 'l1');
      const { origin } = await serve([account]);
      expect((await fetch(`${origin}${path}`)).status).toBe(404);
      expect(account.reads).toEqual([]);
    },
  );
});

describe('a request for no file', () => {
  it.each([
    ['?provider=nobody', 'provider', 'no provider has this name; there is lago'],
    ['?provider=', 'provider', 'no provider has this name; there is lago'],
    ['?provider=lago%00', 'provider', 'no provider has this name; there is lago'],
    ['?provider=lago&provider=lago', 'provider', 'must be given once at most'],
    ['?providers=lago', 'providers', 'there is no such parameter, only provider'],
    ['?provider=lago&x', 'x', 'there is no such parameter, only provider'],
    ['?__proto__=lago', '__proto__', 'there is no such parameter, only provider'],
  ])('%s is a mistake, and nobody is asked', async (query, argument, problem) => {
    const account = createAccount('lago', 'l1');
    const { get, lines } = await serve([account]);
    const response = await get(query);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      400,
      'application/json; charset=utf-8',
    ]);
    expect(await response.json()).toEqual({
      errors: [{ message: `${argument}: ${problem}.`, extensions: { code: 'BAD_USER_INPUT', argument } }],
    });
    expect([account.reads, lines]).toEqual([[], []]);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('with %s is refused', async (method) => {
    const account = createAccount('lago', 'l1');
    const { get } = await serve([account]);
    const response = await get('', { method, ...(method === 'POST' && { body: 'x'.repeat(100_000) }) });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    expect(account.reads).toEqual([]);
  });
});

describe('a provider that fails before the first customer', () => {
  it.each<readonly [ProviderFailureKind, number, string]>([
    ['unauthenticated', 502, 'PROVIDER_UNAUTHENTICATED'],
    ['forbidden', 502, 'PROVIDER_FORBIDDEN'],
    ['rejected', 502, 'PROVIDER_REJECTED'],
    ['bad-response', 502, 'PROVIDER_BAD_RESPONSE'],
    ['unsupported', 501, 'UNSUPPORTED_BY_PROVIDER'],
    ['rate-limited', 503, 'PROVIDER_RATE_LIMITED'],
    ['unavailable', 503, 'PROVIDER_UNAVAILABLE'],
    ['timed-out', 504, 'PROVIDER_TIMED_OUT'],
  ])('as %s is a %i', async (failure, status, code) => {
    const down = new ProviderError({
      provider: 'lago',
      failure,
      detail: 'secret detail',
      cause: new Error('secret cause'),
    });
    const { get, lines } = await serve([createFakeProvider({ name: 'lago', down })]);
    const response = await get();
    expect([response.status, response.headers.get('cache-control')]).toEqual([status, 'no-store']);
    expect(response.headers.get('content-disposition')).toBeNull();
    const text = await response.text();
    expect(JSON.parse(text)).toEqual({
      errors: [
        {
          message: expect.stringMatching(/^The provider "lago" .*\.$/),
          extensions: { code, provider: 'lago', retryable: down.retryable },
        },
      ],
    });
    expect(text).not.toContain('secret');
    expect(lines).toEqual([expect.objectContaining({ msg: 'provider failed', failure })]);
  });

  it('says when to come back, where it is known', async () => {
    const soon = new Date(Date.now() + 3_600_000);
    const down = new ProviderError({ provider: 'lago', failure: 'rate-limited', retryAfter: soon });
    const { get } = await serve([createFakeProvider({ name: 'lago', down })]);
    const response = await get();
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(3_000);
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { retryAfter: soon.toISOString() } }],
    });
  });

  it('may be asked again at once where that time has passed', async () => {
    const down = new ProviderError({ provider: 'lago', failure: 'unavailable', retryAfter: new Date(0) });
    const { get } = await serve([createFakeProvider({ name: 'lago', down })]);
    expect((await get()).headers.get('retry-after')).toBe('0');
  });

  it('is no reason to hide a mistake of our own, whose text goes nowhere but into the log', async () => {
    const broken = exporting('lago', () => {
      throw new TypeError('secret bug');
    });
    const { get, lines } = await serve([broken]);
    const response = await get();
    expect([response.status, await response.json()]).toEqual([
      500,
      {
        errors: [
          { message: 'billgraph failed to answer this.', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
        ],
      },
    ]);
    expect(lines).toMatchObject([
      { level: 50, msg: 'internal error', err: { type: 'TypeError', message: 'secret bug' } },
    ]);
  });
});

describe('what fails in the middle of the file', () => {
  const down = new ProviderError({ provider: 'polar', failure: 'unavailable' });

  it.each<readonly [string, unknown, object]>([
    ['a provider', down, { level: 40, msg: 'provider failed', failure: 'unavailable' }],
    ['a mistake of our own', new RangeError('bug'), { level: 50, msg: 'internal error' }],
  ])('breaks the transfer off and is logged once: %s', async (_who, error, line) => {
    const failing = exporting('polar', () => {
      throw error;
    });
    const { get, lines } = await serve([createAccount('lago', 'l1'), failing]);
    const response = await get();
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    expect(lines).toMatchObject([line]);
  });
});
