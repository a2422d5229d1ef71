import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { createDocumentCache } from '../../../src/server/demand/document-cache.ts';

const document = parse('{ a }');

it('keeps many short documents, and of long ones those used last', () => {
  const cache = createDocumentCache();
  const short = Array.from({ length: 500 }, (_, index) => `query Q${index} { a }`);
  for (const text of short) cache.set(text, document);
  expect(short.every((text) => cache.get(text) === document)).toBe(true);
  const long = Array.from({ length: 10 }, (_, index) => `{ a } #${index}${'x'.repeat(100_000)}`);
  for (const text of long) cache.set(text, document);
  expect(long.map((text) => cache.get(text) === document)).toEqual([
    ...Array(5).fill(false),
    ...Array(5).fill(true),
  ]);
});

it('does not keep a document that is longer than all that it keeps', () => {
  const cache = createDocumentCache();
  cache.set('{ a }', document);
  const endless = `{ a } #${'x'.repeat(1_000_000)}`;
  cache.set(endless, document);
  expect([cache.get(endless), cache.get('{ a }')]).toEqual([undefined, document]);
});

it('a document is known to be valid once that has been noted, and as long as it is kept', () => {
  const cache = createDocumentCache();
  const text = '{ __typename }';
  const document = parse(text);
  expect(cache.findValid(text)).toBeNull();
  cache.set(text, document);
  expect(cache.findValid(text)).toBeNull();
  cache.noteValid(document);
  expect(cache.findValid(text)).toBe(document);
  expect(cache.findValid(`${text} `)).toBeNull();
  // Parsed anew, it has to be looked at anew.
  cache.set(text, parse(text));
  expect(cache.findValid(text)).toBeNull();
});
