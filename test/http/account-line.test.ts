import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../src/billing/provider-error.ts';
import { createAccountLine } from '../../src/http/account-line.ts';
import { callUntil } from '../support/upstream.ts';

const timeout = new DOMException('the deadline has passed', 'TimeoutError');
const left = new ProviderError({
  provider: 'acme',
  failure: 'unavailable',
  cause: new DOMException('the client has left', 'AbortError'),
});
const givenUp = new ProviderError({ provider: 'acme', failure: 'timed-out', cause: timeout });

/** A line with a clock of its own, and calls on it, one after another, that are each given up after so long. */
function openLine() {
  let now = 0;
  const line = createAccountLine({ provider: 'acme', maxConcurrency: 4, isStale: () => false }, () => now);
  async function pass(error: ProviderError | null, takesMs: number, isHurried = false): Promise<void> {
    const request = new AbortController();
    const place = await line.enter({ ...callUntil(request.signal), isHurried }, '/customers');
    now += takesMs;
    if (error !== null) request.abort(timeout);
    line.leave(place, error);
  }
  return { line, pass };
}

describe('the line of an account that answers none in time', () => {
  it('is not taken for down because of clients in a hurry', async () => {
    const { line, pass } = openLine();
    for (let calls = 0; calls < 50; calls += 1) await pass(givenUp, 900, true);
    expect(line.isDown()).toBe(false);
    await pass(null, 1_000);
  });

  it('is taken for down when it has said nothing at all to others for a while', async () => {
    const { line, pass } = openLine();
    for (let calls = 0; calls < 6; calls += 1) {
      expect(line.isDown()).toBe(false);
      await pass(givenUp, 1_500);
    }
    expect(line.isDown()).toBe(true);
    await expect(pass(null, 1)).rejects.toMatchObject({ failure: 'unavailable' });
  });

  it('is not while it still answers some', async () => {
    const { line, pass } = openLine();
    for (let calls = 0; calls < 50; calls += 1) {
      await pass(givenUp, 1_500);
      await pass(null, 100);
    }
    expect(line.isDown()).toBe(false);
  });

  it('is not for calls that had no time, however long nobody asked in between', async () => {
    const { line, pass } = openLine();
    await pass(left, 100);
    for (let calls = 0; calls < 20; calls += 1) {
      await pass(givenUp, 50);
      await pass(left, 60_000);
    }
    expect(line.isDown()).toBe(false);
  });
});

describe('the status of an account', () => {
  it.each(['unauthenticated', 'forbidden', 'bad-response'] as const)(
    'tells of trouble that is no outage: %s',
    async (failure) => {
      const { line, pass } = openLine();
      const error = new ProviderError({ provider: 'acme', failure, status: 400 });
      await pass(error, 10);
      expect(line.status()).toMatchObject({ state: 'DEGRADED', lastFailure: error });
    },
  );
});
