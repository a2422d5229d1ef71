import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newestFirst } from '../../src/billing/customer-list.ts';
import { type CursorScope, decodeCursor, encodeCursor } from '../../src/graphql/customer-cursor.ts';

const filter = { search: null, email: null, externalIds: null, metadata: [] };
const scope: CursorScope = {
  provider: null,
  query: { filter, order: newestFirst },
  accounts: ['lago', 'polar', 'polar'],
};
const mark = 'abcdefghi-_';
const position = { offset: 3, total: 9, createdAt: 1_700_000_000_000, marks: [mark] };
const positions = [position, position, { ...position, offset: 0, marks: [] }];

const toCursor = (text: string) => Buffer.from(text, 'utf8').toString('base64url');

describe('a cursor', () => {
  it('is text for URLs that comes back as the positions it was made of', () => {
    const count = fc.nat({ max: 2 ** 31 - 1 });
    const anyPosition = fc.record({
      offset: count,
      total: count,
      createdAt: fc.maxSafeInteger(),
      marks: fc.array(fc.stringMatching(/^[\w-]{11}$/), { maxLength: 6 }),
    });
    fc.assert(
      fc.property(fc.tuple(anyPosition, anyPosition, anyPosition), (known) => {
        const cursor = encodeCursor(scope, known);
        expect(cursor).toMatch(/^[\w-]+$/);
        expect(decodeCursor(scope, cursor)).toEqual(known);
      }),
    );
  });

  it('is none when any part of it is cut off or changed', () => {
    const cursor = encodeCursor(scope, positions);
    for (let length = 0; length < cursor.length; length += 1) {
      expect(decodeCursor(scope, cursor.slice(0, length))).toBeNull();
    }
    expect(decodeCursor(scope, `${cursor}=`)).toBeNull();
    expect(decodeCursor(scope, ` ${cursor}`)).toBeNull();
    expect(decodeCursor(scope, `${cursor}${cursor}`)).toBeNull();
  });

  it('is none when any character of it is another one', () => {
    const cursor = encodeCursor(scope, positions);
    for (let at = 0; at < cursor.length; at += 1) {
      for (const character of 'AZaz09-_') {
        const changed = cursor.slice(0, at) + character + cursor.slice(at + 1);
        if (changed !== cursor) expect(decodeCursor(scope, changed)).toBeNull();
      }
    }
  });

  it.each<[what: string, other: CursorScope]>([
    ['one account', { ...scope, provider: 'polar' }],
    ['other lists', { ...scope, accounts: ['lago', 'polar'] }],
    ['more lists', { ...scope, accounts: [...scope.accounts, 'stripe'] }],
    ['the lists of another account', { ...scope, accounts: ['lago', 'polar', 'stripe'] }],
    ['another filter', { ...scope, query: { ...scope.query, filter: { ...filter, search: 'ada' } } }],
    ['another order', { ...scope, query: { filter, order: { field: 'NAME', direction: 'DESC' } } }],
    ['another direction', { ...scope, query: { filter, order: { field: 'CREATED_AT', direction: 'ASC' } } }],
  ])('is none for a query of %s', (_what, other) => {
    const cursor = encodeCursor(scope, positions);
    expect(decodeCursor(scope, cursor)).toEqual(positions);
    expect(decodeCursor(other, cursor)).toBeNull();
  });

  it.each([
    ['a negative offset', { offset: -1 }],
    ['half an offset', { offset: 0.5 }],
    ['an offset past every list', { offset: 2 ** 31 }],
    ['a negative total', { total: -1 }],
    ['an unsafe time', { createdAt: 2 ** 53 }],
    ['a time that is none', { createdAt: Number.NaN }],
    ['a mark that is none', { marks: ['ada@initech.io'] }],
    ['more marks than are made', { marks: Array.from({ length: 7 }, () => mark) }],
  ])('is none with %s', (_what, changed) => {
    const cursor = encodeCursor(scope, [{ ...position, ...changed }, position, position]);
    expect(decodeCursor(scope, cursor)).toBeNull();
  });

  it.each(['', 'null', '{}', '{', '[[[[]]]]', '[2,"",[]]', '[1e999]', '\ufeff[]', '[1,"\\ud800",[]]'])(
    'is none made of %j',
    (text) => {
      expect(decodeCursor(scope, toCursor(text))).toBeNull();
    },
  );

  it('is none made of bytes that are no text', () => {
    expect(decodeCursor(scope, Buffer.from([0x5b, 0xff, 0x5d]).toString('base64url'))).toBeNull();
  });
});
