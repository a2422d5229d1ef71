import { errors } from 'undici';
import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../src/billing/provider-error.ts';
import { goneWell, outcomeOf, receptionOf } from '../../src/http/evidence.ts';
import { notAsked } from '../../src/http/not-asked.ts';

const provider = 'acme';
const failed = (details: Omit<ConstructorParameters<typeof ProviderError>[0], 'provider'>) =>
  new ProviderError({ provider, ...details });
const reset = new Error('ECONNRESET');
const timeout = new DOMException('too long', 'TimeoutError');
const left = new DOMException('left', 'AbortError');

describe('what is made of a call that went well', () => {
  it('is that the account is there and knows the key', () => {
    expect(goneWell).toEqual({ outcome: 'good', reception: { kind: 'recognised' } });
  });
});

describe('what the failure of a call says about the account', () => {
  it.each([
    ['a 404', failed({ failure: 'rejected', status: 404 }), 'good'],
    ['a 429', failed({ failure: 'rate-limited', status: 429 }), 'good'],
    ['the wrong shape', failed({ failure: 'bad-response', status: 200 }), 'good'],
    [
      'a whole answer that is half of something',
      failed({ failure: 'bad-response', status: 200, incomplete: true }),
      'good',
    ],
    ['a 500', failed({ failure: 'unavailable', status: 500 }), 'bad'],
    ['a 503 to a change', failed({ failure: 'outcome-unknown', status: 503 }), 'bad'],
    ['no connection', failed({ failure: 'unavailable', cause: reset }), 'bad'],
    ['no answer to a change', failed({ failure: 'outcome-unknown', cause: reset }), 'bad'],
    ['no answer in time', failed({ failure: 'timed-out', cause: timeout }), 'bad'],
    [
      'an answer that broke off',
      failed({ failure: 'bad-response', status: 200, incomplete: true, cause: reset }),
      'bad',
    ],
    ['our own end', failed({ failure: 'unavailable', cause: new errors.ClientClosedError() }), 'none'],
    ['a client that left', failed({ failure: 'unavailable', cause: left }), 'none'],
    ['a call that was not made', notAsked(provider, { reason: 'QUEUE_FULL', retryAfter: null }), 'none'],
    ['a budget', failed({ failure: 'too-expensive' }), 'none'],
    ['a mistake of our own', new TypeError('bug'), 'none'],
  ] as const)('after %s', (_what, error, outcome) => {
    expect(outcomeOf({ error, durationMs: 10, hasEnded: false, isHurried: false, silentMs: 0 })).toBe(
      outcome,
    );
  });

  it.each([
    [false, 500, 1_999, 'none'],
    [false, 500, 2_000, 'bad'],
    [false, 499, 60_000, 'none'],
    [true, 500, 60_000, 'none'],
  ] as const)(
    'when its time is up: in a hurry %s, after %i ms, silence %i ms',
    (isHurried, durationMs, silentMs, outcome) => {
      const error = failed({ failure: 'timed-out', cause: timeout });
      expect(outcomeOf({ error, durationMs, hasEnded: true, isHurried, silentMs })).toBe(outcome);
    },
  );
});

describe('what the failure of a call says about the next', () => {
  const now = new Date('2026-05-01T12:00:00Z');
  const retryAfter = new Date('2026-05-01T12:00:07Z');

  it.each([
    [failed({ failure: 'rejected', status: 404 }), { kind: 'recognised' }],
    [failed({ failure: 'unauthenticated', status: 401 }), { kind: 'silent' }],
    [failed({ failure: 'unavailable', status: 503, retryAfter }), { kind: 'silent' }],
    [failed({ failure: 'timed-out' }), { kind: 'silent' }],
    [new TypeError('bug'), { kind: 'silent' }],
    [failed({ failure: 'rate-limited', status: 429, retryAfter }), { kind: 'limited', waitMs: 7_000 }],
    [failed({ failure: 'rate-limited', status: 429 }), { kind: 'limited', waitMs: null }],
    [failed({ failure: 'rate-limited', status: 429, reason: 'others' }), { kind: 'recognised' }],
  ])('after %s is %j', (error, reception) => {
    expect(receptionOf({ error, now, limitsOfOthers: ['others'] })).toEqual(reception);
  });
});
