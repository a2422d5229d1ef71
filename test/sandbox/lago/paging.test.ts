import { describe, expect, it } from 'vitest';
import { at, openSandbox, pluck } from './open-sandbox.ts';

describe('a list', () => {
  const ask = openSandbox();
  const page = (query: string) => ask(`GET /customers?${query}`);
  const total = Number(at(page('').body, 'meta', 'total_count'));
  const shown = (query: string) => pluck(at(page(query).body, 'customers'), 'external_id');

  it('has a hundred items to a page unless told otherwise', () => {
    expect(total).toBeGreaterThan(100);
    expect(shown('')).toHaveLength(100);
    expect(shown('page=2')).toHaveLength(total - 100);
  });

  it('has no largest page', () => {
    expect(shown('per_page=5000')).toHaveLength(total);
  });

  it('walks through all items exactly once', () => {
    const pages = Math.ceil(total / 10);
    const walked = Array.from({ length: pages }, (_, index) => shown(`per_page=10&page=${index + 1}`)).flat();
    expect(new Set(walked).size).toBe(total);
    expect(walked).toEqual(shown('per_page=1000'));
  });

  it.each([
    ['per_page=10', { current_page: 1, next_page: 2, prev_page: null, total_pages: Math.ceil(total / 10) }],
    ['per_page=10&page=2', { current_page: 2, next_page: 3, prev_page: 1 }],
    ['per_page=1000', { current_page: 1, next_page: null, prev_page: null, total_pages: 1 }],
    ['per_page=10&page=999', { current_page: 999, next_page: null, prev_page: null }],
    ['page=0', { current_page: 1 }],
    ['page=-3', { current_page: 1 }],
    ['page=x', { current_page: 1 }],
  ])('tells where it is: %s', (query, meta) => {
    expect(page(query).body).toMatchObject({ meta: { ...meta, total_count: total } });
  });

  it('is empty past its end', () => {
    expect(shown('per_page=10&page=999')).toEqual([]);
  });

  it('counts an empty result as page 0', () => {
    expect(page('search_term=nobody-is-called-this').body).toEqual({
      customers: [],
      meta: { current_page: 0, next_page: null, prev_page: null, total_pages: 0, total_count: 0 },
    });
  });

  it.each([
    ['x', 25],
    ['', 25],
    ['-5', 25],
    ['7rest', 7],
  ])('takes a size of "%s" for %i', (size, expected) => {
    expect(shown(`per_page=${size}`)).toHaveLength(expected);
  });

  it('breaks on a size of 0', () => {
    expect(page('per_page=0')).toMatchObject({ status: 500, body: { error: 'Internal Server Error' } });
  });

  it('is in order of creation, the newest first', () => {
    const created = pluck(at(page('per_page=1000').body, 'customers'), 'created_at');
    expect(created).toEqual([...created].sort().reverse());
  });
});
