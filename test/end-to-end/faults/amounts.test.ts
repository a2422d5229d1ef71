import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { reshape } from '../../support/answer-faults.ts';
import { post } from '../../support/execute.ts';
import { type ProviderName, providerNames } from '../../support/sample-customers.ts';
import {
  closeServers,
  type FaultServers,
  type OpenAccounts,
  openAccounts,
  openFaultServers,
  originsOf,
} from './accounts.ts';
import { callsFor, knownExternalId } from './targets.ts';

let servers: FaultServers;
let accounts: OpenAccounts;

beforeAll(async () => {
  servers = await openFaultServers();
  accounts = openAccounts({ origins: originsOf(servers) });
});
afterAll(async () => {
  await accounts.close();
  await closeServers(servers);
});

const moneySchema = z.array(z.object({ amount: z.string(), currency: z.string() }));
const answerSchema = z.object({
  data: z.object({
    customer: z.object({
      name: z.string(),
      balance: z
        .object({ settled: moneySchema, wallets: z.array(z.object({ settled: z.unknown() })) })
        .nullable(),
    }),
  }),
  errors: z
    .array(z.object({ path: z.array(z.unknown()), extensions: z.object({ code: z.string() }) }))
    .optional(),
});

async function readBalance(provider: ProviderName): Promise<z.infer<typeof answerSchema>> {
  const query = `query ($provider: String!, $externalId: String!) {
    customer: customerByExternalId(provider: $provider, externalId: $externalId) {
      name balance { settled { amount currency } wallets { settled { amount currency } } }
    }
  }`;
  return answerSchema.parse(
    await post(accounts, { query, variables: { provider, externalId: knownExternalId } }),
  );
}

/** What a provider may have put in the place of a value. */
const spoilers: readonly (readonly [
  name: string,
  spoil: (key: string) => readonly (readonly [string, unknown])[],
])[] = [
  ['missing', () => []],
  ['null', (key) => [[key, null]]],
  ['empty text', (key) => [[key, '']]],
  ['a word', (key) => [[key, 'n/a']]],
  ['a list', (key) => [[key, []]]],
  ['an object', (key) => [[key, {}]]],
  ['true', (key) => [[key, true]]],
];

describe.each(providerNames)('what %s says of money', (provider) => {
  it.each(spoilers)('is right or absent, and never made up, where one value is %s', async (_name, spoil) => {
    await servers[provider].heal();
    const truth = await readBalance(provider);
    expect(truth.data.customer.balance?.settled.length).toBeGreaterThan(0);
    let absent = 0;
    for (const wanted of await keysOfBalance(provider)) {
      servers[provider].fail(
        reshape((body) => withoutOne(body, wanted, spoil)),
        { matches: callsFor(provider, 'balance') },
      );
      const { data, errors } = await readBalance(provider);
      if (data.customer.balance === null) {
        absent += 1;
        expect(errors, wanted).toMatchObject([
          { path: ['customer', 'balance'], extensions: { code: 'PROVIDER_BAD_RESPONSE' } },
        ]);
      } else expect(data, wanted).toEqual(truth.data);
    }
    expect(absent).toBeGreaterThan(1);
  });
});

/** The wallets in an answer, wherever the provider puts them. */
function rowsOf(body: unknown): readonly object[] {
  if (Array.isArray(body)) return body.filter((row) => typeof row === 'object' && row !== null);
  if (typeof body !== 'object' || body === null) return [];
  return Object.values(body).flatMap((member) => (Array.isArray(member) ? rowsOf(member) : []));
}

/** The keys of a wallet in the provider's own words, but for the state, of which an unknown word is no mistake. */
async function keysOfBalance(provider: ProviderName): Promise<readonly string[]> {
  let keys: readonly string[] = [];
  servers[provider].fail(
    reshape((body) => {
      keys = rowsOf(body)
        .slice(0, 1)
        .flatMap((row) => Object.keys(row));
      return body;
    }),
    { matches: callsFor(provider, 'balance') },
  );
  await readBalance(provider);
  await servers[provider].heal();
  return keys.filter((key) => !/status$/.test(key));
}

type Spoil = (typeof spoilers)[number][1];

/** The same with one key of the first wallet spoilt. */
function withoutOne(body: unknown, wanted: string, spoil: Spoil): unknown {
  const [first] = rowsOf(body);
  const change = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(change);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    return Object.fromEntries(
      value === first
        ? entries.flatMap(([key, member]) => (key === wanted ? spoil(key) : [[key, member] as const]))
        : entries.map(([key, member]) => [key, change(member)]),
    );
  };
  return change(body);
}
