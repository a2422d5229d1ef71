import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { externalIdProblem } from '../../src/billing/customer.ts';
import { createPathTag, encodeQuery, encodeSegment } from '../../src/http/path.ts';

const path = createPathTag();

describe('paths', () => {
  it('encodes every value as one segment and keeps values out of the template', () => {
    const built = path`/customers/${'a/b?c#d%e f'}/wallets/${'é:+&'}`;
    expect(built).toEqual({
      encoded: '/customers/a%2Fb%3Fc%23d%25e%20f/wallets/%C3%A9%3A%2B%26',
      template: '/customers/{}/wallets/{}',
    });
  });

  it('lets a vendor encode more', () => {
    const dotless = createPathTag((value) => encodeSegment(value).replaceAll('.', '%2E'));
    expect(dotless`/customers/${'acme.io'}`.encoded).toBe('/customers/acme%2Eio');
  });

  it.each(['', '.', '..'])('refuses %j, which would change the path', (value) => {
    expect(() => path`/customers/${value}`).toThrow(RangeError);
  });

  it('brings every external id that may be asked for through a URL unchanged, in one segment', () => {
    const asked = fc
      .string({ unit: 'binary', maxLength: 60 })
      .filter((text) => externalIdProblem(text) === null);
    fc.assert(
      fc.property(asked, (externalId) => {
        const { pathname, search, hash } = new URL(
          path`/v1/customers/${externalId}/state`.encoded,
          'http://host',
        );
        const segments = pathname.split('/');
        expect([search, hash, segments.length]).toEqual(['', '', 5]);
        expect(decodeURIComponent(segments[3] ?? '')).toBe(externalId);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('queries', () => {
  it('repeats the key of a list and encodes names and values', () => {
    expect(encodeQuery({ customer_id: ['a', 'b&c'], 'status[]': ['active'], page: 2, live: true })).toBe(
      '?customer_id=a&customer_id=b%26c&status%5B%5D=active&page=2&live=true',
    );
  });

  it('is nothing when it is empty', () => {
    expect(encodeQuery({})).toBe('');
  });
});
