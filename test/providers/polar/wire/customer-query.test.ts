import { describe, expect, it } from 'vitest';
import type { CustomerFilter, CustomerOrder } from '../../../../src/billing/customer-list.ts';
import { canBeMet, toFilterQuery, toSorting } from '../../../../src/providers/polar/wire/customer-query.ts';

function filter(conditions: Partial<CustomerFilter> = {}): CustomerFilter {
  return { search: null, email: null, externalIds: null, metadata: [], ...conditions };
}

describe('the conditions of a list', () => {
  it('are none, or all that Polar takes', () => {
    expect(toFilterQuery(filter())).toEqual({});
    expect(
      toFilterQuery(
        filter({
          search: 'Orch',
          email: 'Mira@orchard.example',
          metadata: [
            { key: 'tier', value: 'gold' },
            { key: 'a[b', value: 'x y' },
            { key: 'tier', value: 'gold' },
          ],
        }),
      ),
    ).toEqual({
      query: 'Orch',
      email: 'Mira@orchard.example',
      'metadata[tier]': 'gold',
      'metadata[a[b]': 'x y',
    });
  });

  it('search for what comes before a backslash, and for nothing where nothing does', () => {
    expect(toFilterQuery(filter({ search: 'a\\b' }))).toEqual({ query: 'a' });
    expect(toFilterQuery(filter({ search: '\\b' }))).toEqual({});
    expect(toFilterQuery(filter({ search: '' }))).toEqual({});
  });

  it.each([
    [filter()],
    [filter({ search: 'ä 🙂 % _', email: 'x' })],
    [filter({ metadata: [{ key: 'k'.repeat(40), value: '🙂'.repeat(500) }] })],
    [filter({ metadata: [...entries('a', 'x'), ...entries('b', 'y'), ...entries('a', 'x')] })],
  ])('can be met', (conditions) => {
    expect(canBeMet(conditions)).toBe(true);
  });

  it.each([
    ['NUL', filter({ search: 'a\0b' })],
    ['broken Unicode', filter({ email: '\ud800' })],
    ['NUL in metadata', filter({ metadata: entries('a', '\0') })],
    ['metadata without a key', filter({ metadata: entries('', 'x') })],
    ['metadata without a value', filter({ metadata: entries('a', '') })],
    ['a key that is too long', filter({ metadata: entries('k'.repeat(41), 'x') })],
    ['a value that is too long', filter({ metadata: entries('a', 'v'.repeat(501)) })],
    ['two values of one key', filter({ metadata: [...entries('a', 'x'), ...entries('a', 'y')] })],
  ])('cannot be met with %s', (_what, conditions) => {
    expect(canBeMet(conditions)).toBe(false);
  });
});

function entries(key: string, value: string) {
  return [{ key, value }];
}

describe('the order of a list', () => {
  it.each<[CustomerOrder, string]>([
    [{ field: 'CREATED_AT', direction: 'DESC' }, '-created_at email name'],
    [{ field: 'CREATED_AT', direction: 'ASC' }, 'created_at email name'],
    [{ field: 'NAME', direction: 'ASC' }, 'name -created_at email'],
    [{ field: 'NAME', direction: 'DESC' }, '-name -created_at email'],
    [{ field: 'EMAIL', direction: 'ASC' }, 'email -created_at name'],
    [{ field: 'EMAIL', direction: 'DESC' }, '-email -created_at name'],
  ])('%j has as few ties as Polar can sort out', (order, sorting) => {
    expect(toSorting(order).join(' ')).toBe(sorting);
  });
});
