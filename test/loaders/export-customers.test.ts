import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Call } from '../../src/billing/call.ts';
import type { Customer } from '../../src/billing/customer.ts';
import type { ExportedCustomer } from '../../src/billing/customer-export.ts';
import type { CustomerQuery, ListRange } from '../../src/billing/customer-list.ts';
import type { BillingProvider } from '../../src/billing/provider.ts';
import { ProviderError } from '../../src/billing/provider-error.ts';
import { exportCustomers } from '../../src/loaders/export-customers.ts';
import { createFakeProvider, customerOf } from '../support/fake-provider.ts';

const call = (): Call => ({ signal: new AbortController().signal, now: () => new Date() });

/** A customer that was created so many seconds after the first one. */
const createdAfter = (seconds: number) =>
  customerOf({
    provider: 'acme',
    key: `c${seconds}`,
    createdAt: new Date(1_700_000_000_000 + seconds * 1000),
  });

function customersUpTo(count: number): Record<string, Customer> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`c${index}`, createdAfter(index)] as const),
  );
}

/** A provider whose one list does as it is told. */
function listing(
  window: (range: ListRange, call: Call) => Promise<{ customers: readonly Customer[]; total: number }>,
): BillingProvider & { readonly queries: readonly CustomerQuery[] } {
  const queries: CustomerQuery[] = [];
  const listsOf = (query: CustomerQuery) => {
    queries.push(query);
    return [{ window }];
  };
  return { ...createFakeProvider({ name: 'acme' }), customerLists: { sorts: true, listsOf }, queries };
}

async function keysOf(rows: AsyncIterable<ExportedCustomer>): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const { key } of rows) keys.push(key);
  return keys;
}

describe('an export', () => {
  it('has every customer, the oldest first, in pages of 500 that join', async () => {
    const provider = createFakeProvider({ name: 'acme', customers: customersUpTo(1234) });
    const keys = await keysOf(exportCustomers(provider, call()));
    expect(keys).toEqual(Array.from({ length: 1234 }, (_, index) => `c${index}`));
    expect(provider.reads).toHaveLength(3);
  });

  it('has the newest first where the provider knows no other order', async () => {
    const provider = createFakeProvider({ name: 'acme', customers: customersUpTo(600), sorts: false });
    const keys = await keysOf(exportCustomers(provider, call()));
    expect(keys).toEqual(Array.from({ length: 600 }, (_, index) => `c${599 - index}`));
  });

  it('asks for all customers, whoever they are', async () => {
    const provider = listing(async () => ({ customers: [], total: 0 }));
    expect(await keysOf(exportCustomers(provider, call()))).toEqual([]);
    expect(provider.queries).toEqual([
      {
        filter: { search: null, email: null, externalIds: null, metadata: [] },
        order: { field: 'CREATED_AT', direction: 'ASC' },
      },
    ]);
  });

  it('tells of each customer what the file needs, and no more', async () => {
    const address = { line1: 'x', line2: null, city: null, state: null, postalCode: null, country: 'DE' };
    const known = { externalId: 'acct-1', name: 'Ada', email: 'ada@example.com', currency: 'EUR' };
    const createdAt = new Date('2026-01-02T03:04:05Z');
    const customers = {
      a: customerOf({ provider: 'acme', key: 'a', ...known, address, createdAt }),
      b: customerOf({ provider: 'acme', key: 'b', createdAt }),
    };
    const rows: ExportedCustomer[] = [];
    for await (const row of exportCustomers(createFakeProvider({ name: 'acme', customers }), call()))
      rows.push(row);
    const nothing = { externalId: null, name: null, email: null, currency: null, country: null };
    expect(rows).toEqual([
      { provider: 'acme', key: 'a', ...known, country: 'DE', createdAt },
      { provider: 'acme', key: 'b', ...nothing, createdAt },
    ]);
  });

  it('goes through the route that the provider has for it, where there is one', async () => {
    const fake = createFakeProvider({ name: 'acme', customers: customersUpTo(3) });
    const seen: Call[] = [];
    async function* rows(of: Call) {
      seen.push(of);
      yield { ...createdAfter(7), country: null };
    }
    const asked = call();
    expect(await keysOf(exportCustomers({ ...fake, customerExport: { rows } }, asked))).toEqual(['c7']);
    expect([seen, fake.reads]).toEqual([[asked], []]);
  });

  it('reads a page only when the first customer on it is asked for', async () => {
    const provider = createFakeProvider({ name: 'acme', customers: customersUpTo(501) });
    const rows = exportCustomers(provider, call());
    expect(provider.reads).toHaveLength(0);
    for (let row = 1; row <= 500; row += 1) {
      await rows.next();
      expect(provider.reads).toHaveLength(1);
    }
    expect((await rows.next()).value?.key).toBe('c500');
    expect(provider.reads).toHaveLength(2);
  });

  it('lets adapters forget each page: no two share a call object', async () => {
    const calls: Call[] = [];
    const all = Object.values(customersUpTo(1200));
    const provider = listing(async ({ offset, limit }, of) => {
      calls.push(of);
      return { customers: all.slice(offset, offset + limit), total: all.length };
    });
    const asked = call();
    await keysOf(exportCustomers(provider, asked));
    expect(new Set(calls).size).toBe(3);
    expect(calls.every(({ signal, now }) => signal === asked.signal && now === asked.now)).toBe(true);
  });
});

describe('an export that cannot be completed', () => {
  it('fails where the list ends before its own total', async () => {
    const all = Object.values(customersUpTo(700));
    const provider = listing(async ({ offset, limit }) => ({
      customers: all.slice(offset, offset + limit),
      total: 900,
    }));
    const keys: string[] = [];
    const reading = (async () => {
      for await (const { key } of exportCustomers(provider, call())) keys.push(key);
    })();
    await expect(reading).rejects.toMatchObject({
      provider: 'acme',
      failure: 'bad-response',
      detail: 'fewer rows than the total',
    });
    expect(keys).toHaveLength(700);
  });

  it('fails where the list is empty all at once', async () => {
    const all = Object.values(customersUpTo(700));
    let reads = 0;
    const provider = listing(async ({ limit }) => {
      reads += 1;
      return reads === 1
        ? { customers: all.slice(0, limit), total: all.length }
        : { customers: [], total: 0 };
    });
    await expect(keysOf(exportCustomers(provider, call()))).rejects.toMatchObject({
      failure: 'bad-response',
      detail: 'an empty list after rows of it',
    });
  });

  it('fails as its provider does, also in the middle', async () => {
    const all = Object.values(customersUpTo(700));
    const down = new ProviderError({ provider: 'acme', failure: 'unavailable' });
    const provider = listing(async ({ offset, limit }) => {
      if (offset > 0) throw down;
      return { customers: all.slice(0, limit), total: all.length };
    });
    await expect(keysOf(exportCustomers(provider, call()))).rejects.toBe(down);
  });
});

describe('an export of customers that come and go meanwhile', () => {
  const age = fc.integer({ min: 0, max: 100_000 });
  const changes = fc.record({
    added: fc.uniqueArray(age, { maxLength: 40 }),
    deleted: fc.array(fc.nat(), { maxLength: 40 }),
  });

  it.each([true, false])('has each one that stays exactly once (list can be sorted: %s)', async (sorts) => {
    const arbitrary = fc.record({
      ages: fc.uniqueArray(age, { minLength: 900, maxLength: 1400, size: 'max' }),
      between: fc.array(changes, { maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(arbitrary, async ({ ages, between }) => {
        const customers = Object.fromEntries(ages.map((seconds) => [`c${seconds}`, createdAfter(seconds)]));
        const staying = new Set(Object.keys(customers));
        const provider = createFakeProvider({ name: 'acme', customers, sorts });
        const seen: string[] = [];
        for await (const { key } of exportCustomers(provider, call())) {
          seen.push(key);
          if (seen.length % 500 !== 0) continue;
          const { added = [], deleted = [] } = between.shift() ?? {};
          const present = Object.keys(customers);
          for (const index of deleted) {
            const key = present[index % present.length] ?? '';
            delete customers[key];
            staying.delete(key);
          }
          for (const seconds of added) customers[`c${seconds}`] ??= createdAfter(seconds);
        }
        expect(new Set(seen).size).toBe(seen.length);
        expect([...staying].filter((key) => !seen.includes(key))).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });
});
