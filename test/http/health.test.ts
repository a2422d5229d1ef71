import { expect, it } from 'vitest';
import { ProviderError } from '../../src/billing/provider-error.ts';
import { createHealth } from '../../src/http/health.ts';

const failure = new ProviderError({ provider: 'acme', failure: 'unavailable' });

/** An account at the second 0, and a look at it. */
function createAccount() {
  let seconds = 0;
  const health = createHealth(() => seconds * 1000);
  const at = (second: number) => {
    seconds = second;
    return health;
  };
  const look = (second: number) => {
    const { state, since } = at(second).status();
    return [state, since.getTime() / 1000];
  };
  return { at, look };
}

it('is up, since it was opened, while nothing is wrong', () => {
  const { at, look } = createAccount();
  expect(look(5)).toEqual(['UP', 0]);
  expect(at(5).status()).toMatchObject({ lastFailure: null, quota: null });
});

it('is degraded for half a minute after each failure, since the first of them, and remembers the last', () => {
  const { at, look } = createAccount();
  at(10).fail(failure, Number.NEGATIVE_INFINITY);
  at(35).fail(failure, Number.NEGATIVE_INFINITY);
  expect([look(36), look(64), look(65), look(90)]).toEqual([
    ['DEGRADED', 10],
    ['DEGRADED', 10],
    ['UP', 65],
    ['UP', 65],
  ]);
  expect(at(90).status().lastFailure).toBe(failure);
});

it('is degraded as long as it is left alone', () => {
  const { at, look } = createAccount();
  at(10).fail(failure, 70_000);
  expect([look(69), look(70)]).toEqual([
    ['DEGRADED', 10],
    ['UP', 70],
  ]);
});

it('is down from when calls are kept away until it answers again, and not quite well after that', () => {
  const { at, look } = createAccount();
  at(10).fail(failure, 0);
  at(11).goDown();
  at(20).fail(failure, 0);
  expect(look(60)).toEqual(['DOWN', 11]);
  at(45).comeUp();
  expect([look(49), look(50)]).toEqual([
    ['DEGRADED', 45],
    ['UP', 50],
  ]);
});

it('tells what was told last of how much may be asked', () => {
  const { at } = createAccount();
  const quota = { remaining: 7, limit: null, resetsAt: null };
  at(1).hear(quota);
  expect(at(2).status().quota).toBe(quota);
});
