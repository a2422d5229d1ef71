import { describe, expect, it } from 'vitest';
import { accountOf } from '../../src/config/account-of.ts';
import { limitsOf } from '../../src/providers/account-limits.ts';
import { publishedLimits as lago } from '../../src/providers/lago/rate-limits.ts';
import { publishedLimits as polar } from '../../src/providers/polar/rate-limits.ts';

describe('the limits of an account', () => {
  it.each([
    [polar, 'api.polar.sh', 500, 60],
    [polar, 'sandbox-api.polar.sh', 100, 60],
    [lago, 'api.getlago.com', 50, 1],
    [lago, 'api.eu.getlago.com', 50, 1],
  ])('are those that its provider publishes: %s at %s', (published, host, requests, perSeconds) => {
    expect(published(host).most).toEqual({ requests, perSeconds });
  });

  it.each([
    [polar, 'polar.example'],
    [polar, 'api.polar.sh.example'],
    [lago, 'lago.internal'],
    [lago, 'notgetlago.com'],
    [lago, '127.0.0.1'],
  ])('are none anywhere else: %s at %s', (published, host) => {
    expect(published(host)).toEqual({ most: null, cold: null, apart: new Map() });
  });

  it('are lower for a key that Polar does not know yet, and higher for the usage that Lago tells', () => {
    expect(polar('api.polar.sh').cold).toEqual({ requests: 60, perSeconds: 60 });
    expect([...lago('api.getlago.com').apart]).toEqual([
      ['/customers/{}/current_usage', { requests: 200, perSeconds: 1 }],
    ]);
  });

  it.each([[{ requests: 5, perSeconds: 2 }], [null]])('are those that are configured: %j', (rateLimit) => {
    const account = accountOf({ name: 'polar', kind: 'POLAR', apiKey: 'key', rateLimit });
    expect(limitsOf(account, polar)).toEqual({ most: rateLimit, cold: null, apart: new Map() });
  });

  it('are the published ones where none are configured', () => {
    const account = accountOf({ name: 'polar', kind: 'POLAR', apiKey: 'key' });
    expect(limitsOf(account, polar)).toEqual(polar('api.polar.sh'));
  });
});
