import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Call } from '../../src/billing/call.ts';
import { ProviderError } from '../../src/billing/provider-error.ts';
import { type AccountLine, createAccountLine } from '../../src/http/account-line.ts';
import type { AccountLimits, RateLimit } from '../../src/http/rate-limit.ts';
import type { FromWorker, ToWorker } from '../../src/workers/messages.ts';
import { createPermitOffice } from '../../src/workers/permit-office.ts';
import { shareAccounts } from '../../src/workers/share-accounts.ts';

interface Surroundings {
  readonly workers: number;
  readonly limits?: Partial<AccountLimits>;
  readonly maxConcurrency?: number;
  /** How long the nth message is on its way. */
  readonly delayMs?: (nth: number) => number;
}

/** The lines of as many workers, whose messages take their time, and the office that all of them ask. */
function openWorkers({ workers, limits = {}, maxConcurrency = 100, delayMs = () => 1 }: Surroundings) {
  const listeners = Array.from({ length: workers }, (): ((message: ToWorker) => void)[] => []);
  const deliver = createMail(delayMs);
  const tell = (worker: number, message: ToWorker) =>
    deliver(`to ${worker}`, () => {
      for (const listener of listeners[worker - 1] ?? []) listener(message);
    });
  const ended = new Set<number>();
  const office = createPermitOffice({ grant: (worker, grant) => tell(worker, { kind: 'grant', ...grant }) });

  function receive(number: number, message: FromWorker): void {
    if (ended.has(number)) return;
    if (message.kind === 'report') office.report(number, message);
    if (message.kind === 'recognised') office.recognise(message.group);
    if (message.kind !== 'paused') return;
    for (let other = 1; other <= workers; other += 1) if (other !== number) tell(other, message);
  }

  const lines = Array.from({ length: workers }, (_, index) =>
    createAccountLine({
      provider: 'acme',
      maxConcurrency,
      limits: { most: null, cold: null, apart: new Map(), ...limits },
      isStale: () => false,
      share: shareAccounts({
        number: index + 1,
        workers,
        send: (message) => deliver(`from ${index}`, () => receive(index + 1, message)),
        listen: (listener) => listeners[index]?.push(listener),
      }),
    }),
  );
  function end(number: number): void {
    ended.add(number);
    office.leave(number);
  }
  return { lines, end };
}

/** Messages on one way keep their order. */
function createMail(delayMs: (nth: number) => number) {
  const lastAt = new Map<string, number>();
  let sent = 0;
  return (way: string, arrive: () => void) => {
    sent += 1;
    const at = Math.max(performance.now() + delayMs(sent), lastAt.get(way) ?? 0);
    lastAt.set(way, at);
    setTimeout(arrive, at - performance.now());
  };
}

function callFor(ms: number): Call {
  return {
    signal: new AbortController().signal,
    now: () => new Date(),
    deadline: performance.now() + ms,
  };
}

/** Makes so many calls, which take 30 ms each; those that were made are in `starts`. */
async function ask(line: AccountLine | undefined, calls: number, starts: number[], withinMs = 60_000) {
  const made = Array.from({ length: calls }, async () => {
    const place = await line?.enter(callFor(withinMs), '/things');
    starts.push(performance.now());
    if (place !== undefined) setTimeout(() => line?.leave(place, null), 30);
  });
  return Promise.allSettled(made);
}

function reasonOf(outcome: PromiseSettledResult<void> | undefined): ProviderError {
  if (outcome?.status === 'rejected' && outcome.reason instanceof ProviderError) return outcome.reason;
  throw new Error('was not turned away');
}

/** The most calls in any stretch that the limit is for. */
function mostIn(starts: readonly number[], { perSeconds }: RateLimit): number {
  const within = (from: number) => starts.filter((at) => at >= from && at < from + perSeconds * 1000);
  return Math.max(...starts.map((from) => within(from).length));
}

const limit: RateLimit = { requests: 5, perSeconds: 1 };

describe('workers that ask one account', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([
    [2, 'as fast as can be', () => 0],
    [2, 'slowly', () => 80],
    [4, 'unevenly', (nth: number) => (nth * 37) % 50],
    [7, 'more of them than the limit has calls', (nth: number) => nth % 3],
  ])('keep its limit together: %i whose messages come %s', async (workers, _name, delayMs) => {
    const { lines } = openWorkers({ workers, limits: { most: limit }, delayMs });
    const starts: number[] = [];
    const all = Promise.all(lines.map((line) => ask(line, Math.ceil(40 / workers), starts)));
    await vi.advanceTimersByTimeAsync(20_000);
    await all;
    expect(starts.length).toBeGreaterThanOrEqual(40);
    expect(mostIn(starts, limit)).toBe(limit.requests);
  });

  it('leave all of it to the one that has something to ask', async () => {
    const { lines } = openWorkers({ workers: 4, limits: { most: limit } });
    const starts: number[] = [];
    const all = ask(lines[0], 20, starts);
    await vi.advanceTimersByTimeAsync(3_500);
    await all;
    expect(starts).toHaveLength(20);
  });

  it('take turns, however much one of them asks', async () => {
    const { lines } = openWorkers({ workers: 2, limits: { most: limit } });
    const greedy: number[] = [];
    const modest: number[] = [];
    void ask(lines[0], 100, greedy);
    await vi.advanceTimersByTimeAsync(100);
    void ask(lines[1], 2, modest);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(modest).toHaveLength(2);
  });

  it('turn away at once what cannot go within its deadline, and say when it might', async () => {
    const { lines } = openWorkers({ workers: 2, limits: { most: limit } });
    void ask(lines[0], 5, []);
    await vi.advanceTimersByTimeAsync(100);
    const asked = ask(lines[1], 1, [], 500);
    await vi.advanceTimersByTimeAsync(10);
    const [outcome] = await asked;
    const { failure, retryAfter } = reasonOf(outcome);
    expect(failure).toBe('rate-limited');
    expect(retryAfter?.getTime()).toBeGreaterThan(Date.now() + 900);
    expect(retryAfter?.getTime()).toBeLessThan(Date.now() + 1_000);
  });

  it('make no call while nobody answers them', async () => {
    const { lines } = openWorkers({ workers: 2, limits: { most: limit }, delayMs: () => 1e6 });
    const starts: number[] = [];
    void ask(lines[0], 3, starts);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(starts).toEqual([]);
  });

  it('count what one of them may have asked before it ended', async () => {
    const { lines, end } = openWorkers({ workers: 2, limits: { most: limit }, delayMs: () => 10 });
    const starts: number[] = [];
    void ask(lines[0], 5, starts);
    // It has used its permits, and the word of it is on its way.
    await vi.advanceTimersByTimeAsync(25);
    end(1);
    void ask(lines[1], 5, starts);
    await vi.advanceTimersByTimeAsync(5_000);
    expect([starts.length, mostIn(starts, limit)]).toEqual([10, 5]);
  });

  it('are strangers together until one of them is known', async () => {
    const cold: RateLimit = { requests: 6, perSeconds: 60 };
    const { lines } = openWorkers({ workers: 4, limits: { most: { requests: 500, perSeconds: 60 }, cold } });
    const starts: number[] = [];
    for (const line of lines) void ask(line, 10, starts);
    await vi.advanceTimersByTimeAsync(20);
    expect(starts).toHaveLength(6);
    await vi.advanceTimersByTimeAsync(100);
    expect(starts).toHaveLength(40);
  });

  it('pause together', async () => {
    const { lines } = openWorkers({ workers: 2 });
    const line = lines[0] ?? expect.fail('there is none');
    const place = await line.enter(callFor(1_000), '/things');
    const retryAfter = new Date(Date.now() + 10_000);
    line.leave(
      place,
      new ProviderError({ provider: 'acme', failure: 'rate-limited', status: 429, retryAfter }),
    );
    await vi.advanceTimersByTimeAsync(10);
    const starts: number[] = [];
    const [outcome] = await ask(lines[1], 1, starts, 5_000);
    expect(reasonOf(outcome).failure).toBe('rate-limited');
    void ask(lines[1], 1, starts, 15_000);
    await vi.advanceTimersByTimeAsync(9_900);
    expect(starts).toEqual([]);
    await vi.advanceTimersByTimeAsync(100);
    expect(starts).toHaveLength(1);
  });

  it('have as many calls under way together as one would', async () => {
    const { lines } = openWorkers({ workers: 3, maxConcurrency: 8 });
    const starts: number[] = [];
    for (const line of lines) void ask(line, 10, starts);
    await vi.advanceTimersByTimeAsync(10);
    expect(starts).toHaveLength(8);
  });
});
