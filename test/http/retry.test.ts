import fc from 'fast-check';
import { errors } from 'undici';
import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../src/billing/provider-error.ts';
import { notAsked } from '../../src/http/not-asked.ts';
import { retriesOf, waitBeforeRetry } from '../../src/http/retry.ts';

const provider = 'acme';
const now = new Date('2026-05-01T12:00:00Z');
const untrusted = Object.assign(new Error('expired'), { code: 'CERT_HAS_EXPIRED' });
const failed = (details: Omit<ConstructorParameters<typeof ProviderError>[0], 'provider'>) =>
  new ProviderError({ provider, ...details });

describe('how often a read may be tried again', () => {
  it.each([
    ['a 5xx', failed({ failure: 'unavailable', status: 502 }), 2],
    ['no connection', failed({ failure: 'unavailable', cause: new Error('ECONNREFUSED') }), 2],
    ['no connection in time', failed({ failure: 'unavailable', cause: new errors.ConnectTimeoutError() }), 1],
    ['a certificate', failed({ failure: 'unavailable', cause: untrusted }), 0],
    ['a 429', failed({ failure: 'rate-limited', status: 429 }), 2],
    ['no answer in time', failed({ failure: 'timed-out' }), 1],
    ['half an answer', failed({ failure: 'bad-response', status: 200, incomplete: true }), 1],
    ['the wrong shape', failed({ failure: 'bad-response', status: 200 }), 0],
    ['a refusal', failed({ failure: 'rejected', status: 400 }), 0],
    ['a key that is not known', failed({ failure: 'unauthenticated', status: 401 }), 0],
    ['a budget', failed({ failure: 'too-expensive' }), 0],
    ['a pause', notAsked(provider, { reason: 'RATE_LIMIT', retryAfter: null }), 0],
    ['a full queue', notAsked(provider, { reason: 'QUEUE_FULL', retryAfter: null }), 0],
  ])('after %s', (_what, error, retries) => {
    expect(retriesOf(error)).toBe(retries);
  });
});

describe('the wait before another try', () => {
  const busy = failed({ failure: 'unavailable', status: 500 });
  const told = (seconds: number) =>
    failed({ failure: 'rate-limited', status: 429, retryAfter: new Date(now.getTime() + seconds * 1000) });
  const plan = { error: busy, tries: 1, now, leftMs: null, random: () => 1 };

  it('is up to a tenth of a second, then up to twice that, then there is none', () => {
    expect([1, 2, 3].map((tries) => waitBeforeRetry({ ...plan, tries }))).toEqual([100, 200, null]);
    expect(waitBeforeRetry({ ...plan, random: () => 0 })).toBe(0);
  });

  it('is what the provider says where that is longer, and a minute at most', () => {
    expect(waitBeforeRetry({ ...plan, error: told(7) })).toBe(7_000);
    expect(waitBeforeRetry({ ...plan, error: told(-7) })).toBe(100);
    expect(waitBeforeRetry({ ...plan, error: told(1e9) })).toBe(60_000);
  });

  it('never leads past the deadline, with time for the try', () => {
    const retryAfter = fc.option(fc.integer({ min: -100, max: 100 }));
    const leftMs = fc.integer({ min: -1_000, max: 120_000 });
    const chance = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        retryAfter,
        leftMs,
        chance,
        fc.integer({ min: 1, max: 4 }),
        (seconds, left, random, tries) => {
          const error = seconds === null ? busy : told(seconds);
          const wait = waitBeforeRetry({ error, tries, now, leftMs: left, random: () => random });
          if (wait !== null) expect([wait >= 0, wait + 50 <= left, tries < 3]).toEqual([true, true, true]);
        },
      ),
    );
  });
});
