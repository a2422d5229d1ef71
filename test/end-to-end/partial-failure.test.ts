import { Agent } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accountOf } from '../../src/config/account-of.ts';
import { createProviders } from '../../src/providers/create-providers.ts';
import { createFlexpriceSandbox } from '../../src/sandbox/flexprice/create-flexprice-sandbox.ts';
import {
  type Emulator,
  json,
  type RunningServer,
  type SandboxAnswer,
  type SandboxRequest,
  serve,
} from '../../src/sandbox/http-server.ts';
import { createLagoSandbox } from '../../src/sandbox/lago/create-lago-sandbox.ts';
import { createPolarSandbox } from '../../src/sandbox/polar/create-polar-sandbox.ts';
import type { BillgraphServer } from '../../src/server/create-server.ts';
import { createQuietServer } from '../support/create-quiet-server.ts';
import { post } from '../support/execute.ts';

/** Puts another answer in the place of the right one; null leaves it. */
type Tamper = (request: SandboxRequest, answer: SandboxAnswer) => SandboxAnswer | null;

const apiKey = 'polar_oat_test';
const options = { now: () => new Date(), apiKey };
const dispatcher = new Agent();
const tampers = new Map<string, Tamper>();
const servers: RunningServer[] = [];
let graph: BillgraphServer;

beforeAll(async () => {
  const open = async (name: string, emulator: Emulator) => {
    const tampered: Emulator = (request) => {
      const answer = emulator(request);
      return tampers.get(name)?.(request, answer) ?? answer;
    };
    const server = await serve(tampered, 0, () => {});
    servers.push(server);
    return server.url;
  };
  const [flexprice, lago, polar] = await Promise.all([
    open('flexprice', createFlexpriceSandbox(options)),
    open('lago', createLagoSandbox(options)),
    open('polar', createPolarSandbox(options)),
  ]);
  const accounts = [
    accountOf({ name: 'flexprice', kind: 'FLEXPRICE', apiKey, baseUrl: `${flexprice}/v1` }),
    accountOf({ name: 'lago', kind: 'LAGO', apiKey, baseUrl: `${lago}/api/v1` }),
    accountOf({ name: 'polar', kind: 'POLAR', apiKey, baseUrl: polar }),
    accountOf({ name: 'down', kind: 'LAGO', apiKey, baseUrl: 'http://127.0.0.1:1/api/v1' }),
  ];
  graph = createQuietServer({
    providers: createProviders(accounts, { dispatcher, onExchange: () => {} }),
    deadlineMs: 15_000,
  });
});

afterEach(() => tampers.clear());
afterAll(async () => {
  await dispatcher.destroy();
  await Promise.all(servers.map((server) => server.close()));
});

/** Two customers of one provider, with two fields each. */
function askTwo(provider: string, fields: string) {
  const query = `{
    one: customerByExternalId(provider: "${provider}", externalId: "acct-1") { name ${fields} }
    two: customerByExternalId(provider: "${provider}", externalId: "acct-2") { name ${fields} }
  }`;
  return post(graph, { query, variables: {} });
}

describe('a provider that is down', () => {
  it('is named, and the others answer', async () => {
    const query = `{
      account(externalId: "acct-1") {
        customers { provider { name } subscriptions { status } }
        unavailable { provider { name } code retryable }
        balances { amount }
        known: entitlement(feature: "api_calls") { access }
        unknown: entitlement(feature: "time_travel") { access reason }
      }
      customerByExternalId(provider: "down", externalId: "acct-1") { id }
      providers { name }
    }`;
    const answer = await post(graph, { query, variables: {} });
    expect(answer.data).toEqual({
      account: {
        customers: ['flexprice', 'lago', 'polar'].map((name) => ({
          provider: { name },
          subscriptions: expect.arrayContaining([{ status: 'ACTIVE' }]),
        })),
        unavailable: [{ provider: { name: 'down' }, code: 'PROVIDER_UNAVAILABLE', retryable: true }],
        balances: null,
        known: { access: 'ALLOWED' },
        unknown: { access: 'UNKNOWN', reason: 'PROVIDER_UNAVAILABLE' },
      },
      customerByExternalId: null,
      providers: ['flexprice', 'lago', 'polar', 'down'].map((name) => ({ name })),
    });
    expect(answer.errors).toEqual([
      expect.objectContaining({
        path: ['customerByExternalId'],
        extensions: { code: 'PROVIDER_UNAVAILABLE', provider: 'down', retryable: true },
      }),
    ]);
  });
});

describe('a failure of one customer', () => {
  it('costs that customer only, where each is asked by itself', async () => {
    let failing: string | null = null;
    tampers.set('flexprice', ({ path }) => {
      if (!path.endsWith('/wallets')) return null;
      failing ??= path;
      if (path !== failing) return null;
      return json(500, { code: 'internal_error', message: 'ada@example.com', http_status_code: 500 });
    });
    const answer = await askTwo('flexprice', 'balance { settled { currency } } coupons { id }');
    expect(answer.data).toMatchObject({
      one: { balance: null, coupons: [{}, {}] },
      two: { balance: { settled: [{}] } },
    });
    expect(answer.errors).toMatchObject([
      { path: ['one', 'balance'], extensions: { code: 'PROVIDER_UNAVAILABLE' } },
    ]);
    expect(JSON.stringify(answer.errors)).not.toContain('ada@example.com');
  });

  it('costs that customer only, where one row among those of many is malformed', async () => {
    tampers.set('polar', ({ path }, { body, ...answer }) => {
      if (path !== '/v1/wallets/') return null;
      const list = JSON.parse(body ?? '');
      return { ...answer, body: JSON.stringify({ ...list, items: list.items.map(withoutFirstBalance) }) };
    });
    const answer = await askTwo('polar', 'balance { settled { currency } } subscriptions { id }');
    const errors = answer.errors ?? [];
    expect(errors).toMatchObject([
      { extensions: { code: 'PROVIDER_BAD_RESPONSE', provider: 'polar', retryable: false } },
    ]);
    const broken = errors[0]?.path?.[0] === 'one' ? 'one' : 'two';
    const whole = broken === 'one' ? 'two' : 'one';
    expect(answer.data).toMatchObject({
      [broken]: { balance: null, subscriptions: [{}] },
      [whole]: { balance: { settled: [{}] } },
    });
  });

  it('tells when to come back, where the provider says so', async () => {
    tampers.set('lago', ({ path }) =>
      path.includes('/acct-2/applied_coupons') ? { status: 429, headers: { 'retry-after': '30' } } : null,
    );
    const answer = await askTwo('lago', 'coupons { id } balance { asOf }');
    expect(answer.data).toMatchObject({ one: { coupons: [{}, {}] }, two: { coupons: null, balance: {} } });
    expect(answer.errors).toMatchObject([
      {
        path: ['two', 'coupons'],
        extensions: {
          code: 'PROVIDER_RATE_LIMITED',
          provider: 'lago',
          retryable: true,
          retryAfter: expect.stringMatching(/Z$/),
        },
      },
    ]);
  });
});

function withoutFirstBalance(wallet: object, index: number): object {
  return index === 0 ? { ...wallet, balance: '12' } : wallet;
}
