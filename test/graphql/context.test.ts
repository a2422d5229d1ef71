import { describe, expect, it } from 'vitest';
import type { Call } from '../../src/billing/call.ts';
import { ProviderError } from '../../src/billing/provider-error.ts';
import { notThere } from '../../src/billing/write-refusal.ts';
import { anyone } from '../../src/graphql/caller.ts';
import { createContext } from '../../src/graphql/context.ts';
import { createFormatMoney } from '../../src/graphql/format-money.ts';
import { createFakeProvider } from '../support/fake-provider.ts';
import { ada } from '../support/fake-writes.ts';
import { nothingKnown } from '../support/nothing-known.ts';

const call: Call = { signal: new AbortController().signal, now: () => new Date('2026-05-01T00:00:00Z') };

const nobody = { account: 'lago', customers: [] } as const;

function open() {
  const told: ProviderError[] = [];
  const provider = createFakeProvider({ name: 'lago', customers: { [ada.key]: ada } });
  const context = createContext({
    providers: new Map([['lago', provider]]),
    caller: anyone,
    openCall: () => call,
    onFailure: (error) => told.push(error),
    lastKnown: nothingKnown,
    formatMoney: createFormatMoney(),
  });
  return { context, told, provider, load: () => context.customers.byKey({ provider, key: ada.key }) };
}

describe('a write', () => {
  it('gets a call object that no read has had, with the signal and the clock of the request', async () => {
    const { context } = open();
    const { onWritten: _onWritten, ...given } = await context.write(nobody, async (own) => own);
    expect(given).not.toBe(call);
    expect(given).toEqual(call);
  });

  it.each([
    ['succeeds', async () => {}],
    ['fails', () => Promise.reject(new ProviderError({ provider: 'lago', failure: 'outcome-unknown' }))],
  ])('that %s makes everybody read anew', async (_name, work) => {
    const { context, provider, load } = open();
    await load();
    await load();
    expect(provider.reads).toHaveLength(1);
    await context.write(nobody, work).catch(() => {});
    await load();
    expect(provider.reads).toHaveLength(2);
  });

  it("tells the provider's failures, and no refusals of the input", async () => {
    const { context, told } = open();
    const down = new ProviderError({ provider: 'lago', failure: 'unavailable' });
    await expect(context.write(nobody, () => Promise.reject(down))).rejects.toBe(down);
    await expect(context.write(nobody, () => Promise.reject(notThere()))).rejects.toThrow('not-found');
    expect(told).toEqual([down]);
  });
});
