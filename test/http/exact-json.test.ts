import fc from 'fast-check';
import { LosslessNumber } from 'lossless-json';
import { describe, expect, it } from 'vitest';
import { parseExactJson, stringifyExactJson } from '../../src/http/exact-json.ts';

/** The tree with every number as its digits. */
function digits(value: unknown): unknown {
  if (typeof value === 'number') return { number: String(value) };
  if (value instanceof LosslessNumber) return { number: value.toString() };
  if (Array.isArray(value)) return value.map(digits);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, digits(member)]));
}

describe('exact JSON', () => {
  it.each([
    '9223372036854775807',
    '-9007199254740993',
    '0.1',
    '25.0',
    '1e400',
    '123456789012345678901234567890.123456789',
    '42',
  ])('keeps every digit of %s, wherever it stands', (number) => {
    const expected = { number };
    expect(digits(parseExactJson(number))).toEqual(expected);
    expect(digits(parseExactJson(`{"a":${number}}`))).toEqual({ a: expected });
    expect(digits(parseExactJson(`{"a" \n: ${number} }`))).toEqual({ a: expected });
    expect(digits(parseExactJson(`[${number} ]`))).toEqual([expected]);
    expect(digits(parseExactJson(`{"a" :  ${number} , "b":[1, ${number},\n${number}]}`))).toEqual({
      a: expected,
      b: [{ number: '1' }, expected, expected],
    });
  });

  it('gives plain numbers for whole numbers that a double holds', () => {
    expect(parseExactJson('{"a":1,"b":[2,-3],"c":900719925474099,"d":0.5}')).toMatchObject({
      a: 1,
      b: [2, -3],
      c: 900719925474099,
    });
    expect(parseExactJson('[9007199254740991]')).toEqual([9007199254740991]);
  });

  it('takes the last of several equal keys, whether a number needs care or not', () => {
    expect(parseExactJson('{"a":1,"a":2}')).toEqual({ a: 2 });
    expect(digits(parseExactJson('{"a":1,"b":0.5,"a":2}'))).toEqual({
      a: { number: '2' },
      b: { number: '0.5' },
    });
  });

  it('prints what it read, digit by digit', () => {
    expect(stringifyExactJson(parseExactJson('{"a":9223372036854775807,"b":"x"}'))).toBe(
      '{"a":9223372036854775807,"b":"x"}',
    );
  });

  it('agrees with JSON.parse on everything but the precision of numbers', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const numbersAsDoubles = (value: unknown): unknown => JSON.parse(stringifyExactJson(value) ?? 'null');
        expect(numbersAsDoubles(parseExactJson(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('keeps the digits of any number in any surrounding', () => {
    const number = fc
      .tuple(
        fc.bigInt(),
        fc.option(fc.stringMatching(/^\d{1,20}$/)),
        fc.option(fc.integer({ min: -30, max: 30 })),
      )
      .map(
        ([whole, fraction, exponent]) =>
          `${whole}${fraction === null ? '' : `.${fraction}`}${exponent === null ? '' : `e${exponent}`}`,
      );
    fc.assert(
      fc.property(fc.string(), number, fc.string(), (key, token, text) => {
        const [first, second] = [JSON.stringify(`k${key}`), JSON.stringify(text)];
        const parsed = digits(parseExactJson(`{${first}:${token},"list":[${second},${token}]}`));
        expect(parsed).toEqual({ [`k${key}`]: { number: token }, list: [text, { number: token }] });
      }),
    );
  });

  it.each(['', '{', '{"a":}', 'undefined', '[1,]', "{'a':1}", '{"a":1.5', '01', '[0123456789012345678]'])(
    'refuses %j, which is not JSON',
    (text) => {
      expect(() => parseExactJson(text)).toThrow(SyntaxError);
    },
  );
});
