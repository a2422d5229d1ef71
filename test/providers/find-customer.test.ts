import { describe, expect, it } from 'vitest';
import type { CustomerReads } from '../../src/billing/customer.ts';
import { ProviderError } from '../../src/billing/provider-error.ts';
import { findCustomer, requireCustomer } from '../../src/providers/find-customer.ts';
import { customerOf } from '../support/fake-provider.ts';

const call = { signal: new AbortController().signal, now: () => new Date() };
const ada = customerOf({ provider: 'acme', key: 'a', externalId: 'acct-1' });
const down = new ProviderError({ provider: 'acme', failure: 'unavailable' });

/** Knows one customer by each way of asking, and cannot be asked for "down". */
const reads: CustomerReads = {
  byKeys: async ([key], of) => new Map(of === call && key === 'a' ? [[key, ada]] : []),
  async byExternalIds([externalId], of) {
    if (externalId === 'down') return new Map([[externalId, down]]);
    return new Map(of === call && externalId === 'acct-1' ? [[externalId, ada]] : []);
  },
};

describe('a customer that is meant', () => {
  it.each([{ key: 'a' }, { externalId: 'acct-1' }])('is found by %j', async (reference) => {
    expect(await findCustomer(reads, reference, call)).toBe(ada);
    expect(await requireCustomer(reads, reference, call)).toBe(ada);
  });

  it.each([{ key: 'acct-1' }, { externalId: 'a' }])('is nobody by %j', async (reference) => {
    expect(await findCustomer(reads, reference, call)).toBeNull();
    await expect(requireCustomer(reads, reference, call)).rejects.toMatchObject({
      refusal: { kind: 'not-found' },
    });
  });

  it('is not known where it cannot be read', async () => {
    await expect(findCustomer(reads, { externalId: 'down' }, call)).rejects.toBe(down);
    await expect(requireCustomer(reads, { externalId: 'down' }, call)).rejects.toBe(down);
  });
});
