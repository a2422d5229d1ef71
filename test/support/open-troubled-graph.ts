import { expect } from 'vitest';
import { z } from 'zod';
import type { Call } from '../../src/billing/call.ts';
import { parseDecimal, zero } from '../../src/billing/decimal.ts';
import { ProviderError, type ProviderFailureKind } from '../../src/billing/provider-error.ts';
import { encodeNodeId } from '../../src/graphql/node-id.ts';
import type { AnswerAges } from '../../src/loaders/aged-memory.ts';
import type { ServerOptions } from '../../src/server/create-server.ts';
import { createQuietServer } from './create-quiet-server.ts';
import { type Answer, post } from './execute.ts';
import { callerOf } from './execute-as.ts';
import {
  createFakeProvider,
  customerOf,
  entitlementOf,
  type FakeProvider,
  type FakeProviderData,
  usageOf,
} from './fake-provider.ts';
import { createWritableProvider } from './fake-writes.ts';

/** When all that an account tells was so. */
export const asOf = new Date('2026-05-01T00:00:00.000Z');

const ten = { amount: parseDecimal('10') ?? zero, currency: 'EUR' };

/** How an account is while it is asked; a test changes it as it goes. */
interface Weather {
  /** What all reads fail with. */
  failure: ProviderFailureKind | null;
  /** What all writes fail with. */
  refusal: unknown;
  /** Whether Ada has been deleted. */
  gone: boolean;
  /** What Ada is called. */
  name: string;
}

/** An account with the customers "ada" and "grace". */
interface TroubledAccount {
  readonly provider: FakeProvider;
  readonly weather: Weather;
  /** What was read, one after another. */
  readonly asked: string[];
  /** The call objects of the writes. */
  readonly writes: readonly Call[];
  /** The global id of Ada. */
  readonly id: string;
}

/** What is so in this weather. */
function dataIn(weather: Weather, name: string): FakeProviderData {
  const ada = customerOf({ provider: name, key: `${name}-1`, externalId: 'ada', name: weather.name });
  const grace = customerOf({ provider: name, key: `${name}-2`, externalId: 'grace', name: 'Grace' });
  const there = weather.gone ? [grace] : [ada, grace];
  return freeze({
    name,
    customers: Object.fromEntries(there.map((each) => [each.key, each])),
    usage: { [ada.key]: usageOf('calls', ten.amount) },
    pastUsage: { [ada.key]: [] },
    entitlements: { [ada.key]: [entitlementOf({ feature: 'exports', name: weather.name })] },
    upcomingGrants: { [ada.key]: [] },
    coupons: { [ada.key]: [] },
    balance: { [ada.key]: { asOf, settled: [ten], live: null, credits: [], wallets: [] } },
    subscriptions: { [ada.key]: [] },
    ...(weather.failure !== null && {
      down: new ProviderError({ provider: name, failure: weather.failure }),
    }),
  });
}

/** What is known is shared: whoever changes it fails. */
function freeze<Value>(value: Value): Value {
  const isPlain = typeof value === 'object' && value !== null && !(value instanceof Error);
  if (!isPlain || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const member of Object.values(value)) freeze(member);
  return value;
}

function createTroubledAccount(name: string): TroubledAccount {
  const weather: Weather = { failure: null, refusal: null, gone: false, name: 'Ada' };
  const asked: string[] = [];
  const writes: Call[] = [];
  /** The account as it is now. */
  const now = (read: string): FakeProvider => {
    asked.push(read);
    return createFakeProvider(dataIn(weather, name));
  };
  const writable = createWritableProvider(undefined, { name });
  const written = async <Value>(call: Call, value: Promise<Value>): Promise<Value> => {
    writes.push(call);
    if (weather.refusal !== null) throw weather.refusal;
    return value;
  };
  const { customerWrites, couponRemoval, portalSessions, checkoutSessions } = writable;
  if (couponRemoval === undefined || checkoutSessions === undefined)
    return expect.fail('it takes every write');
  const provider: FakeProvider = {
    ...writable,
    customers: {
      byKeys: (...given) => now('byKeys').customers.byKeys(...given),
      byExternalIds: (...given) => now('byExternalIds').customers.byExternalIds(...given),
    },
    customerLists: {
      sorts: true,
      listsOf: (query) => [
        {
          async window(...given) {
            const [list] = now('list').customerLists.listsOf(query);
            return list?.window(...given) ?? expect.fail('no list');
          },
        },
      ],
    },
    usage: { ofCustomers: (...given) => now('usage').usage.ofCustomers(...given) },
    pastUsage: {
      ofCustomers: async (...given) => now('pastUsage').pastUsage?.ofCustomers(...given) ?? new Map(),
    },
    entitlements: { ofCustomers: (...given) => now('entitlements').entitlements.ofCustomers(...given) },
    upcomingGrants: { ofCustomers: (...given) => now('grants').upcomingGrants.ofCustomers(...given) },
    coupons: { ofCustomers: (...given) => now('coupons').coupons.ofCustomers(...given) },
    balance: { live: true, ofCustomers: (...given) => now('balance').balance.ofCustomers(...given) },
    subscriptions: { ofCustomers: (...given) => now('subscriptions').subscriptions.ofCustomers(...given) },
    customerWrites: {
      create: (customer, call) => written(call, customerWrites.create(customer, call)),
      ensure: (customer, call) => written(call, customerWrites.ensure(customer, call)),
      async update(reference, changes, call) {
        await written(call, customerWrites.update(reference, changes, call));
        return customerOf({ provider: name, key: `${name}-1`, externalId: 'ada', name: weather.name });
      },
      delete: (reference, call) => written(call, customerWrites.delete(reference, call)),
    },
    couponRemoval: {
      ownerOf: (key) => ({ key }),
      remove: (key, call) => written(call, couponRemoval.remove(key, call)),
    },
    portalSessions: {
      create: (reference, input, call) => written(call, portalSessions.create(reference, input, call)),
    },
    checkoutSessions: {
      create: (reference, input, call) => written(call, checkoutSessions.create(reference, input, call)),
    },
  };
  const id = encodeNodeId({ type: 'Customer', provider: name, key: `${name}-1` });
  return { provider, weather, asked, writes, id };
}

/** A graph that keeps what it was answered, over two accounts. */
interface TroubledGraph {
  readonly lago: TroubledAccount;
  readonly polar: TroubledAccount;
  /** The failures that the log was told. */
  readonly failures: readonly ProviderError[];
  ask(query: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

/** Opens one; everybody who sends a name as credentials is the customer of that external id, and all others may do all. */
export function openTroubledGraph(ages: Partial<AnswerAges> = {}): TroubledGraph {
  const lago = createTroubledAccount('lago');
  const polar = createTroubledAccount('polar');
  const failures: ProviderError[] = [];
  const server = createQuietServer({
    providers: [lago.provider, polar.provider],
    cache: { staleIfErrorSeconds: 300, freshSeconds: 0, ...ages },
    authenticate,
    limits: { upstreamCalls: 1000 },
    onFailure: (error) => failures.push(error),
  });
  return {
    lago,
    polar,
    failures,
    ask: (query, headers = {}) => post(server, { query, variables: {}, headers }),
  };
}

const authenticate: ServerOptions['authenticate'] = async (name) =>
  callerOf(name ? { externalId: name } : { scopes: ['customers:read', 'customers:write', 'customers:raw'] });

const extensionsSchema = z.object({
  billgraph: z.object({
    stale: z.array(
      z.object({
        path: z.array(z.union([z.string(), z.number()])),
        provider: z.string(),
        asOf: z.iso.datetime(),
        reason: z.string(),
      }),
    ),
  }),
});

/** The stale fields that the answer lists, as "path provider reason", in the order of the alphabet. */
export function staleOf({ extensions }: Answer): readonly string[] {
  const { stale } = extensionsSchema.parse(extensions).billgraph;
  return stale.map(({ path, provider, reason }) => `${path.join('.')} ${provider} ${reason}`).sort();
}
