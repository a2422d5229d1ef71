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
const mark = 'abcdefghijklmn-_';
const position = { offset: 3, total: 9, createdAt: 1_700_000_000_000, marks: [mark] };
const positions = [position, position, { ...position, offset: 0, marks: [] }];

const toText = (cursor: string) => Buffer.from(cursor, 'base64url').toString('utf8');
const toCursor = (text: string) => Buffer.from(text, 'utf8').toString('base64url');
const fingerprint = toText(encodeCursor(scope, positions)).split('"')[1] ?? expect.fail('no fingerprint');

/** The places of a good cursor, but for one part of the first. */
function placesOf(changed: Readonly<Record<string, unknown>>): readonly unknown[] {
  const place = { account: 'lago', offset: 3, total: 9, createdAt: 0, marks: [mark], ...changed };
  return [Object.values(place), ['polar', 3, 9, 0, [mark]], ['polar', 0, 9, 0, []]];
}

describe('a cursor', () => {
  it('is text for URLs that comes back as the positions it was made of', () => {
    const count = fc.nat({ max: 2 ** 31 - 1 });
    const anyPosition = fc.record({
      offset: count,
      total: count,
      createdAt: fc.maxSafeInteger(),
      marks: fc.array(fc.stringMatching(/^[\w-]{16}$/), { maxLength: 2 }),
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

  it('is what the damaged ones below are made from', () => {
    expect(decodeCursor(scope, toCursor(JSON.stringify([1, fingerprint, placesOf({})])))).toHaveLength(3);
  });

  it.each<[what: string, value: unknown]>([
    ['no list', {}],
    ['null', null],
    ['nesting', [[[[]]]]],
    ['another version', [2, fingerprint, []]],
    ['another query', [1, 'x'.repeat(16), placesOf({})]],
    ['a part too many', [1, fingerprint, placesOf({}), 0]],
    ['too few lists', [1, fingerprint, placesOf({}).slice(1)]],
    ['too many lists', [1, fingerprint, [...placesOf({}), placesOf({})[2]]]],
    ['another account', [1, fingerprint, placesOf({ account: 'stripe' })]],
    ['no account', [1, fingerprint, placesOf({ account: null })]],
    ['a negative offset', [1, fingerprint, placesOf({ offset: -1 })]],
    ['half an offset', [1, fingerprint, placesOf({ offset: 0.5 })]],
    ['an offset as text', [1, fingerprint, placesOf({ offset: '3' })]],
    ['an offset past every list', [1, fingerprint, placesOf({ offset: 2 ** 31 })]],
    ['an unsafe offset', [1, fingerprint, placesOf({ offset: 2 ** 53 })]],
    ['a negative total', [1, fingerprint, placesOf({ total: -1 })]],
    ['an unsafe time', [1, fingerprint, placesOf({ createdAt: 2 ** 53 })]],
    ['no time', [1, fingerprint, placesOf({ createdAt: null })]],
    ['a mark that is none', [1, fingerprint, placesOf({ marks: ['ada@initech.io'] })]],
    ['three marks', [1, fingerprint, placesOf({ marks: [mark, mark, mark] })]],
  ])('is none with %s', (_what, value) => {
    expect(decodeCursor(scope, toCursor(JSON.stringify(value)))).toBeNull();
  });

  it.each(['', 'null', '{', '[1e999]', '\ufeff[]', '[1,"\\ud800",[]]'])('is none made of %j', (text) => {
    expect(decodeCursor(scope, toCursor(text))).toBeNull();
  });

  it('is none made of bytes that are no text', () => {
    expect(decodeCursor(scope, Buffer.from([0x5b, 0xff, 0x5d]).toString('base64url'))).toBeNull();
  });
});
