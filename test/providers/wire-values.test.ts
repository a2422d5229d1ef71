import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { parseExactJson } from '../../src/http/exact-json.ts';
import {
  wireCurrency,
  wireDecimal,
  wireInteger,
  wireMetadata,
  wireNumber,
  wireOptionalText,
  wireOptionalTime,
  wireTime,
  wireUrl,
} from '../../src/providers/wire-values.ts';

/** What the schema makes of JSON text; "refused" where it takes offence, Decimals and times as text. */
function read(schema: z.ZodType, json: string): unknown {
  const parsed = schema.safeParse(json === 'absent' ? undefined : parseExactJson(json));
  if (!parsed.success) return 'refused';
  const { data } = parsed;
  if (data instanceof Date) return data.toISOString();
  return data !== null && typeof data === 'object' && 'toFixed' in data ? String(data) : data;
}

describe('numbers on the wire', () => {
  it.each([
    ['"12.5"', '12.5', 'refused', 'refused'],
    ['12.5', '12.5', '12.5', 'refused'],
    ['1250', '1250', '1250', '1250'],
    ['25.0', '25', '25', '25'],
    ['9223372036854775807', '9223372036854775807', '9223372036854775807', '9223372036854775807'],
    [
      '0.30000000000000000000000000000004',
      '0.30000000000000000000000000000004',
      '0.30000000000000000000000000000004',
      'refused',
    ],
    ['"1,5"', 'refused', 'refused', 'refused'],
    ['""', 'refused', 'refused', 'refused'],
    ['null', 'refused', 'refused', 'refused'],
    ['absent', 'refused', 'refused', 'refused'],
    ['true', 'refused', 'refused', 'refused'],
    ['{}', 'refused', 'refused', 'refused'],
  ])('%s is decimal %s, number %s, integer %s', (json, ...expected) => {
    expect([wireDecimal, wireNumber, wireInteger].map((schema) => read(schema, json))).toEqual(expected);
  });
});

describe('times on the wire', () => {
  it.each([
    ['"2026-08-01T09:12:33Z"', '2026-08-01T09:12:33.000Z'],
    ['"2026-08-01T09:12:33.123456789Z"', '2026-08-01T09:12:33.123Z'],
    ['"2026-08-01T00:30:00+05:30"', '2026-07-31T19:00:00.000Z'],
    ['"2026-08-01"', 'refused'],
    ['"soon"', 'refused'],
    ['1785575553', 'refused'],
  ])('%s is %s', (json, expected) => {
    expect(read(wireTime, json)).toBe(expected);
    expect(read(wireOptionalTime, json)).toBe(expected);
  });

  it.each(['null', 'absent', '"0001-01-01T00:00:00Z"', '"0000-12-31T19:03:58-04:56"'])(
    '%s is no time',
    (json) => {
      expect(read(wireOptionalTime, json)).toBeNull();
    },
  );
});

describe('other values on the wire', () => {
  it.each<[z.ZodType, string, unknown]>([
    [wireOptionalText, '"x"', 'x'],
    [wireOptionalText, '""', null],
    [wireOptionalText, 'null', null],
    [wireOptionalText, 'absent', null],
    [wireOptionalText, '1', 'refused'],
    [wireCurrency, '"usd"', 'USD'],
    [wireCurrency, '"USD"', 'USD'],
    [wireCurrency, '"dollar"', 'refused'],
    [wireCurrency, '""', 'refused'],
    [wireMetadata, 'null', []],
    [wireMetadata, 'absent', []],
    [wireMetadata, '[]', 'refused'],
    [wireMetadata, '"x"', 'refused'],
    [wireMetadata, '{"__proto__":"x"}', [{ key: '__proto__', value: 'x' }]],
  ])('%# %s is read as meant', (schema, json, expected) => {
    expect(read(schema, json)).toEqual(expected);
  });

  it('gives metadata as text, digit by digit', () => {
    const json = '{"a":"x","b":1,"c":25.0,"d":true,"e":null,"f":{"g":[1.10]},"h":9223372036854775807,"i":""}';
    const entries = wireMetadata.parse(parseExactJson(json)).map(({ key, value }) => `${key}=${value}`);
    expect(entries).toEqual([
      'a=x',
      'b=1',
      'c=25.0',
      'd=true',
      'e=null',
      'f={"g":[1.10]}',
      'h=9223372036854775807',
      'i=',
    ]);
  });
});

describe('URLs on the wire', () => {
  it.each([
    ['"https://portal.example/?token=x"', 'https://portal.example/?token=x'],
    ['"http://localhost:3000/portal"', 'http://localhost:3000/portal'],
    ['"javascript:alert(1)"', 'refused'],
    ['"ftp://x.example"', 'refused'],
    ['"/portal"', 'refused'],
    ['""', 'refused'],
    ['null', 'refused'],
    ['absent', 'refused'],
  ])('%s reads as %s', (json, url) => {
    expect(read(wireUrl, json)).toBe(url);
  });
});
