import { describe, expect, it } from 'vitest';
import type { CustomerFilter } from '../../../../src/billing/customer-list.ts';
import {
  isSendable,
  matchesNobody,
  toQuery,
  withoutBlanks,
} from '../../../../src/providers/lago/wire/customer-query.ts';

const everybody: CustomerFilter = { search: null, email: null, externalIds: null, metadata: [] };

describe('withoutBlanks', () => {
  it.each([
    [' ada  ', 'ada'],
    ['ada lovelace', 'ada lovelace'],
    [' \t', null],
    ['', null],
    [null, null],
  ])('makes a search for %j one for %j', (search, trimmed) => {
    expect(withoutBlanks({ ...everybody, search })).toEqual({ ...everybody, search: trimmed });
  });
});

describe('matchesNobody', () => {
  it.each<Partial<CustomerFilter>>([
    { search: 'a\u0000' },
    { search: '\ud800' },
    { email: '' },
    { email: 'ada' },
    { email: 'ada@example.com, bob@example.com' },
    { email: 'ada@example.com\u0000' },
    { metadata: [{ key: 'tier', value: '\ud800' }] },
    { metadata: [{ key: 'k\u0000', value: 'gold' }] },
    { metadata: [{ key: 'k'.repeat(21), value: 'gold' }] },
    { metadata: [{ key: 'tier', value: 'v'.repeat(101) }] },
    {
      metadata: [
        { key: 'tier', value: 'gold' },
        { key: 'tier', value: 'silver' },
      ],
    },
  ])('is true of %j', (filter) => {
    expect(matchesNobody({ ...everybody, ...filter })).toBe(true);
  });

  it.each<Partial<CustomerFilter>>([
    {},
    { search: 'ada' },
    { email: 'Ada@example.com' },
    { metadata: [{ key: '😀'.repeat(20), value: '😀'.repeat(100) }] },
    {
      metadata: [
        { key: 'tier', value: 'gold' },
        { key: 'tier', value: 'gold' },
        { key: 'team', value: 'gold' },
      ],
    },
  ])('is false of %j', (filter) => {
    expect(matchesNobody({ ...everybody, ...filter })).toBe(false);
  });
});

describe('isSendable', () => {
  it.each([
    [{ key: 'tier', value: 'gold' }, true],
    [{ key: 'a.b c&d=e%', value: '[]' }, true],
    [{ key: 'tier', value: '' }, false],
    [{ key: 'tier', value: ' ' }, false],
    [{ key: 'a[b', value: 'gold' }, false],
    [{ key: 'a]', value: 'gold' }, false],
    [{ key: '', value: 'gold' }, false],
  ])('of %j is %j', (entry, sendable) => {
    expect(isSendable(entry)).toBe(sendable);
  });
});

describe('toQuery', () => {
  it('has a parameter for each condition and none for what is not asked', () => {
    const metadata = [
      { key: 'tier', value: 'gold' },
      { key: 'team', value: 'blue' },
    ];
    expect(toQuery({ search: 'ada', metadata })).toEqual({
      search_term: 'ada',
      'metadata[tier]': 'gold',
      'metadata[team]': 'blue',
    });
    expect(toQuery({ search: null, metadata: [] })).toEqual({});
  });
});
