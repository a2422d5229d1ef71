import { describe, expect, test } from 'vitest';
import { findExternalIds } from './find-external-ids.ts';
import { openedAt, openSandbox } from './open-sandbox.ts';

describe('filters and sorts', () => {
  const within = { external_ids: ['acct-1', 'acct-2', 'acct-3', 'acct-19'] };
  const filter = (field: string, operator: string, value: object) => ({
    ...within,
    order: 'asc',
    filters: [{ field, operator, data_type: 'string', value }],
  });

  test.each<readonly [string, object, readonly string[]]>([
    ['eq', filter('name', 'eq', { string: 'Ada Lovelace' }), ['acct-1']],
    ['eq with the value in another member', filter('external_id', 'eq', { array: ['acct-2'] }), ['acct-2']],
    ['contains, in any case', filter('name', 'contains', { string: 'LOVE' }), ['acct-1']],
    ['not_contains', filter('name', 'not_contains', { string: 'love' }), ['acct-2', 'acct-3', 'acct-19']],
    ['in', filter('external_id', 'in', { array: ['acct-3', 'acct-2'] }), ['acct-2', 'acct-3']],
    ['not_in', filter('external_id', 'not_in', { array: ['acct-3', 'acct-2'] }), ['acct-1', 'acct-19']],
    ['a column that is null', filter('contact', 'not_contains', { string: 'x' }), ['acct-1']],
    ['before', filter('created_at', 'before', { date: '2025-02-02T15:30:00Z' }), ['acct-1']],
    ['after', filter('created_at', 'after', { date: '2025-02-20T00:00:00Z' }), ['acct-19']],
  ])('%s', (_, body, expected) => {
    expect(findExternalIds(openSandbox(), body)).toEqual(expected);
  });

  test.each<readonly [string, object]>([
    ['an empty list', filter('external_id', 'in', { array: [] })],
    ['a value in the wrong member', filter('name', 'contains', { number: 5 })],
    ['gte', filter('created_at', 'gte', { date: '2999-01-01T00:00:00Z' })],
    ['an unknown operator', filter('name', 'resembles', { string: 'Ada' })],
  ])('%s is silently dropped', (_, body) => {
    expect(findExternalIds(openSandbox(), body)).toHaveLength(4);
  });

  test('a filter without a value crashes the handler', () => {
    const body = { filters: [{ field: 'name', operator: 'contains' }] };
    expect(openSandbox().post('/customers/search', body)).toMatchObject({ status: 500, text: '' });
  });

  test('an unknown field is answered with 400 and 500 in turn', () => {
    const sandbox = openSandbox();
    const codes = [1, 2, 3].map(() => sandbox.post('/customers/search', { sort: [{ field: 'shoe_size' }] }));
    expect(codes).toMatchObject([
      { status: 400, json: { code: 'validation_error' } },
      { status: 500, json: { code: 'database_error' } },
      { status: 400 },
    ]);
  });

  test.each<readonly [object, readonly string[]]>([
    [{ field: 'name', direction: 'asc' }, ['acct-1', 'acct-3', 'acct-19', 'acct-2']],
    [{ field: 'name', direction: 'desc' }, ['acct-2', 'acct-19', 'acct-3', 'acct-1']],
    [{ field: 'name', direction: 'sideways' }, ['acct-1', 'acct-3', 'acct-19', 'acct-2']],
    [{ field: 'timezone', direction: 'asc' }, ['acct-2', 'acct-3', 'acct-1', 'acct-19']],
  ])('sorts by %j', (sort, expected) => {
    expect(findExternalIds(openSandbox(), { ...within, sort: [sort] })).toEqual(expected);
  });

  test('sorts what is equal by its creation', () => {
    const sort = [{ field: 'status', direction: 'asc' }];
    expect(findExternalIds(openSandbox(), { ...within, sort })).toEqual([
      'acct-19',
      'acct-3',
      'acct-2',
      'acct-1',
    ]);
  });

  test('sorts times as times, however many digits their seconds have', () => {
    const times = ['15:30:00.000', '15:30:00.500'].map((time) => new Date(`2026-03-18T${time}Z`));
    let clock = times.length;
    const sandbox = openSandbox(() => times[clock] ?? openedAt);
    for (const [index, external_id] of ['whole', 'half'].entries()) {
      clock = index;
      sandbox.post('/customers', { external_id, name: external_id, metadata: {} });
    }
    const sort = [{ field: 'created_at', direction: 'desc' }];
    const request = { external_ids: ['whole', 'half'], sort };
    expect(findExternalIds(sandbox, request)).toEqual(['half', 'whole']);
  });
});
