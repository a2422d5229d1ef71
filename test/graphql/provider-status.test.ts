import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../src/billing/provider-error.ts';
import type { ProviderStatus } from '../../src/billing/provider-status.ts';
import { execute } from '../support/execute.ts';
import { createFakeProvider } from '../support/fake-provider.ts';

const query = `{ providers {
  name
  status { state since lastFailure quota { remaining limit resetsAt } }
} }`;

const since = new Date('2026-11-20T09:00:00Z');

async function tell(status: Partial<ProviderStatus>) {
  const whole: ProviderStatus = { state: 'UP', since, lastFailure: null, quota: null, ...status };
  const provider = createFakeProvider({ name: 'lago', status: whole });
  const { data, errors } = await execute([provider], query);
  expect([errors, provider.reads]).toEqual([undefined, []]);
  return data;
}

const told = (status: object) => ({
  providers: [
    {
      name: 'lago',
      status: { state: 'UP', since: '2026-11-20T09:00:00.000Z', lastFailure: null, quota: null, ...status },
    },
  ],
});

describe('how an account is doing can be asked for without asking the account', () => {
  it('when nothing has gone wrong', async () => {
    expect(await tell({})).toEqual(told({}));
  });

  it('when it is left alone, with the code of what went wrong last', async () => {
    const lastFailure = new ProviderError({ provider: 'lago', failure: 'timed-out' });
    expect(await tell({ state: 'DOWN', lastFailure })).toEqual(
      told({ state: 'DOWN', lastFailure: 'PROVIDER_TIMED_OUT' }),
    );
  });

  it('with what the provider tells of its quota', async () => {
    const quota = { remaining: 12, limit: 500, resetsAt: new Date('2026-11-20T09:01:00Z') };
    expect(await tell({ state: 'DEGRADED', quota })).toEqual(
      told({
        state: 'DEGRADED',
        quota: { remaining: 12, limit: 500, resetsAt: '2026-11-20T09:01:00.000Z' },
      }),
    );
    expect(await tell({ quota: { remaining: 0, limit: null, resetsAt: null } })).toEqual(
      told({ quota: { remaining: 0, limit: null, resetsAt: null } }),
    );
  });

  it('even where the quota is more than an Int can tell', async () => {
    const quota = { remaining: 2 ** 40, limit: 2 ** 41, resetsAt: null };
    expect(await tell({ quota })).toEqual(
      told({ quota: { remaining: 2_147_483_647, limit: 2_147_483_647, resetsAt: null } }),
    );
  });
});
