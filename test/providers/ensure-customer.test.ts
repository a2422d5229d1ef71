import { describe, expect, it } from 'vitest';
import type { Call } from '../../src/billing/call.ts';
import type { Customer } from '../../src/billing/customer.ts';
import type { NewCustomer } from '../../src/billing/customer-write.ts';
import { ProviderError } from '../../src/billing/provider-error.ts';
import { conflict, invalidInput, notThere } from '../../src/billing/write-refusal.ts';
import { createEnsure } from '../../src/providers/ensure-customer.ts';
import { customerOf } from '../support/fake-provider.ts';

const call: Call = { signal: new AbortController().signal, now: () => new Date() };
const ada = customerOf({ provider: 'acme', key: 'a', externalId: 'acct-1' });
const input = { externalId: 'acct-1', name: 'Ada' };
const taken = () => conflict('Another customer has this external id.');

/** An account whose customers come to be only through `create`, which looks and writes in one step. */
function createAccount(create?: (customer: NewCustomer) => Promise<Customer>) {
  const customers = new Map<string, Customer | ProviderError>();
  const steps: string[] = [];
  const calls: Call[] = [];
  const ensure = createEnsure({
    reads: {
      byKeys: async () => new Map(),
      async byExternalIds(externalIds, of) {
        calls.push(of);
        steps.push(`find ${externalIds.join()}`);
        return new Map([...customers].filter(([externalId]) => externalIds.includes(externalId)));
      },
    },
    check: ({ name }) => {
      steps.push('check');
      if (name === 'bad') throw invalidInput([{ path: ['name'], message: 'is bad' }]);
    },
    async create(customer, of) {
      calls.push(of);
      steps.push('create');
      if (create !== undefined) return create(customer);
      if (customers.has(customer.externalId)) throw taken();
      customers.set(customer.externalId, ada);
      return ada;
    },
  });
  return { ensure, customers, steps, calls };
}

describe('ensuring a customer', () => {
  it('creates it where it is not there', async () => {
    const { ensure, steps } = createAccount();
    expect(await ensure(input, call)).toEqual({ customer: ada, created: true });
    expect(steps).toEqual(['check', 'find acct-1', 'create']);
  });

  it('gives it back as it is where it is there', async () => {
    const { ensure, steps, customers } = createAccount();
    customers.set('acct-1', ada);
    expect(await ensure(input, call)).toEqual({ customer: ada, created: false });
    expect(steps).toEqual(['check', 'find acct-1']);
  });

  it('creates one, however many ask for it at the same time', async () => {
    const { ensure, steps } = createAccount();
    const results = await Promise.all(Array.from({ length: 10 }, () => ensure(input, call)));
    expect(results.map(({ customer }) => customer)).toEqual(Array.from({ length: 10 }, () => ada));
    expect(results.filter(({ created }) => created)).toHaveLength(1);
    expect(steps.filter((step) => step === 'create')).toHaveLength(10);
  });

  it('looks anew each time, whatever this request has read before', async () => {
    const { ensure, calls } = createAccount(async () => {
      throw taken();
    });
    await expect(ensure(input, call)).rejects.toThrow();
    const [first, creation, second] = calls;
    expect([creation === call, first === call, second === call, first === second]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(calls.every(({ signal, now }) => signal === call.signal && now === call.now)).toBe(true);
  });

  it('asks nobody about an input that would not be taken', async () => {
    const { ensure, steps } = createAccount();
    await expect(ensure({ ...input, name: 'bad' }, call)).rejects.toMatchObject({
      refusal: { kind: 'invalid' },
    });
    expect(steps).toEqual(['check']);
  });

  it('looks a few times for who has the external id: what it reads may be a little behind', async () => {
    const { ensure, steps, customers } = createAccount(async () => {
      // The copy that is read catches up at the third look after this.
      setTimeout(() => customers.set('acct-1', ada), 150);
      throw conflict('Another customer has this external id.', ['externalId']);
    });
    expect(await ensure(input, call)).toEqual({ customer: ada, created: false });
    expect(steps).toEqual([
      'check',
      'find acct-1',
      'create',
      ...Array.from({ length: 3 }, () => 'find acct-1'),
    ]);
  });

  it('does not wait for the next look once the request has ended', async () => {
    const request = new AbortController();
    const { ensure, steps } = createAccount(async () => {
      request.abort();
      throw conflict('Another customer has this external id.', ['externalId']);
    });
    await expect(ensure(input, { ...call, signal: request.signal })).rejects.toThrow();
    expect(steps.length).toBeLessThan(8);
  });

  it('passes a conflict on that is over something else', async () => {
    const other = conflict('Another customer has this e-mail address.');
    const { ensure, steps } = createAccount(async () => {
      throw other;
    });
    await expect(ensure(input, call)).rejects.toBe(other);
    expect(steps).toEqual(['check', 'find acct-1', 'create', 'find acct-1']);
  });

  it.each([
    ['another refusal', invalidInput([{ path: ['email'], message: 'is not accepted by this provider' }])],
    ['what cannot be', notThere()],
    ['an unknown outcome', new ProviderError({ provider: 'acme', failure: 'outcome-unknown' })],
    ['a mistake of our own', new TypeError('bug')],
  ])('does not try again after %s', async (_what, error) => {
    const { ensure, steps } = createAccount(async () => {
      throw error;
    });
    await expect(ensure(input, call)).rejects.toBe(error);
    expect(steps).toEqual(['check', 'find acct-1', 'create']);
  });

  it('creates nothing where it cannot be told whether the customer is there', async () => {
    const down = new ProviderError({ provider: 'acme', failure: 'unavailable' });
    const { ensure, steps, customers } = createAccount();
    customers.set('acct-1', down);
    await expect(ensure(input, call)).rejects.toBe(down);
    expect(steps).toEqual(['check', 'find acct-1']);
  });
});
