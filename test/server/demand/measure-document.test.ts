import { parse } from 'graphql';
import { expect, it } from 'vitest';
import { measureDocument } from '../../../src/server/demand/measure-document.ts';

/** Fragments of which each spreads the next one twice, under two aliases. */
const doubling = (levels: number) =>
  Array.from({ length: levels }, (_, level) => {
    const next = level + 1 === levels ? 'c' : `...F${level + 1}`;
    return `fragment F${level} on T { a: x { ${next} } b: x { ${next} } }`;
  }).join(' ');

it.each([
  ['fields beside each other', '{ a b c }', { depth: 1, aliases: 0, directives: 0 }],
  ['fields within each other', '{ a { b { c } d } }', { depth: 3, aliases: 0, directives: 0 }],
  ['inline fragments, which add no depth', '{ a { ... on T { ... { b } } } }', { depth: 2 }],
  ['fragments as if written out', '{ a { ...F } } fragment F on T { b { c } }', { depth: 3 }],
  [
    'a fragment that is spread at several depths',
    '{ ...F a { b { ...F } } } fragment F on T { c }',
    { depth: 3 },
  ],
  ['the deepest operation', 'query A { a } query B { a { b } }', { depth: 2 }],
  ['nothing below introspection', '{ __schema { a { b { c } } } __type { a { b } } x { y } }', { depth: 2 }],
  ['aliases, of __typename too', '{ a: x b: __typename x { c: y } }', { aliases: 3 }],
  ['aliases below introspection', '{ __schema { a: b { c: d } } }', { aliases: 2 }],
  [
    'aliases in fragments as often as they are spread',
    '{ ...F x { ...F } } fragment F on T { a: b }',
    { aliases: 2 },
  ],
  ['the operation with the most aliases', 'query A { a: x } query B { a: x b: x }', { aliases: 2 }],
  [
    'fragments within fragments as if written out',
    `{ ...F0 } ${doubling(15)}`,
    { depth: 16, aliases: 65_534 },
  ],
  ['more than a number can hold', `{ ...F0 } ${doubling(1100)}`, { aliases: Number.MAX_SAFE_INTEGER }],
  [
    'a fragment in itself, which is no valid document',
    '{ ...F } fragment F on T { a { ...F } }',
    { depth: 1 },
  ],
  [
    'fragments in each other',
    '{ ...F } fragment F on T { a: b ...G } fragment G on T { ...F c }',
    { aliases: 1 },
  ],
  ['a fragment that is missing', '{ a ...F }', { depth: 1, aliases: 0 }],
  [
    'directives wherever they stand',
    'query ($v: T @a) @b { x @c ... @d { y } ...F @e } fragment F on T @f { z @g @g }',
    { directives: 8 },
  ],
])('counts %s', (_what, text, expected) => {
  expect(measureDocument(parse(text))).toMatchObject(expected);
});
