import fc from 'fast-check';
import {
  buildSchema,
  type ExecutionArgs,
  GraphQLError,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { anyOperation } from '../../support/any-operation.ts';
import { createExecuteBoth } from '../../support/execute-both.ts';

const schema = createSchema();

function createSchema(): GraphQLSchema {
  const built = buildSchema(`
    interface Named { name: String }
    type Cat implements Named { name: String lives: Int! friend: Named friends: [Pet!] }
    type Dog implements Named { name: String! bad: Int! friend: Cat! }
    union Pet = Cat | Dog
    enum Mood { GOOD }
    type Thing {
      text: String soon: String! never: String! throws: String rejects: String! answersError: Int told: String
      method: String greet(name: String!, times: Int = 2): String mood: Mood badMood: Mood! list: [Int] noList: [Int]
      badList: [Int!] things: [Thing] strictThings: [Thing!]! soonThings: [Thing] named: Named pet: Pet pets: [Pet]
      strange: Pet
    }
    type Query { thing: Thing things: [Thing] strict: Thing! throwing: Thing }
    type Mutation { first: Thing second(name: String!): Thing! third: String }
  `);
  for (const type of Object.values(built.getTypeMap())) {
    if (isAbstractType(type)) type.resolveType = ({ kind }: { kind: string }) => kind;
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    const { greet, strictThings } = type.getFields();
    if (greet)
      greet.resolve = (_thing, { name, times }, context, { path, variableValues }) =>
        JSON.stringify([name, times, context, path.key, variableValues]);
    if (strictThings) strictThings.resolve = async () => [thing(), soon(thing())];
  }
  return built;
}

const soon = <Value>(value: Value) => Promise.resolve().then(() => value);
const fails = async () => Promise.reject(new TypeError('failed'));

const cat: object = {
  kind: 'Cat',
  name: 'Tom',
  lives: 9,
  get friend() {
    return dog;
  },
  get friends() {
    return [cat, soon(dog)];
  },
};
const dog: object = {
  kind: 'Dog',
  name: null,
  bad: 'nine',
  get friend() {
    return soon(cat);
  },
};

function thing(): object {
  return {
    text: 'text',
    soon: soon('soon'),
    never: null,
    throws: () => {
      throw new Error('thrown');
    },
    rejects: fails,
    answersError: new RangeError('answered'),
    told: () =>
      fails().catch((cause) => {
        throw new GraphQLError('told', { extensions: { code: 'TOLD' }, originalError: cause });
      }),
    method: (_arguments: unknown, context: unknown) => `of ${context}`,
    mood: 'GOOD',
    badMood: 'BAD',
    list: [1, soon(2), null, new Error('in a list'), 'four'],
    noList: 'text',
    badList: [1, null, 3],
    things: () => [thing(), null, soon(null), thing()],
    soonThings: () => [fails(), soon(thing()), new SyntaxError('bare')],
    named: cat,
    pet: soon(dog),
    pets: [cat, dog, soon(cat)],
    strange: { kind: 'Thing' },
  };
}

const rootValue = {
  thing,
  things: () => [soon(thing()), thing()],
  strict: () => soon(thing()),
  throwing: () => {
    throw 'no error at all';
  },
  first: () => soon(thing()),
  second: thing,
  third: async () => 'third',
};

const variables = { yes: true, no: false, name: 'Ada' };

function argumentsOf(
  query: string,
  variableValues: Readonly<Record<string, unknown>> = variables,
): () => ExecutionArgs {
  const document = parse(query);
  return () => ({ schema, document, variableValues, rootValue, contextValue: 'context' });
}

describe('a compiled operation', () => {
  it.each([
    '{ thing { text soon throws } }',
    '{ thing { never } things { rejects text } strict { badMood } }',
    '{ strict { never } }',
    '{ strict { rejects } thing { text } }',
    '{ things { soonThings { text } strictThings { text list } noList badList } }',
    '{ throwing { text } thing { told method answersError mood } }',
    '{ thing { named { name ... on Cat { lives friend { __typename name } } } pet { ... on Dog { bad friend { name } } } } }',
    '{ thing { pets { __typename ... on Named { name } } } }',
    'query ($name: String!) { thing { greet(name: $name) again: greet(name: $name, times: null) } }',
    'query ($yes: Boolean!) { thing { text @skip(if: $yes) soon text } }',
    'query ($yes: Boolean!) { thing { ...A @include(if: $yes) ...B } } fragment A on Thing { text things { text } } fragment B on Thing { soon things { soon ...C } } fragment C on Thing { mood }',
    'query ($absent: Boolean = true) { thing { text @include(if: $absent) } }',
    '{ __proto__: thing { constructor: text __proto__: soon } toString: __typename }',
    '{ __schema { queryType { name fields(includeDeprecated: true) { name type { kind ofType { name } } } } } __type(name: "Cat") { interfaces { name } } }',
    'mutation ($name: String!) { third first { throws } second(name: $name) { text } again: third }',
    'mutation { first { text } second(name: "x") { never } third }',
  ])('answers as if it were interpreted: %s', async (query) => {
    expect(validate(schema, parse(query))).toEqual([]);
    const executeBoth = createExecuteBoth(schema);
    for (const run of ['first', 'second']) {
      const both = await executeBoth(argumentsOf(query));
      expect(both?.compiled, run).toEqual(both?.interpreted);
    }
  });

  it('answers as if it were interpreted, whatever is asked', async () => {
    const executeBoth = createExecuteBoth(schema);
    await fc.assert(
      fc.asyncProperty(anyOperation(schema, { name: '"Ada"' }), async (query) => {
        fc.pre(validate(schema, parse(query)).length === 0);
        const both = await executeBoth(argumentsOf(query));
        const { errors: _which, ...compiled } = both?.compiled ?? expect.fail('not executed');
        expect(both?.interpreted).toMatchObject(compiled);
      }),
      { numRuns: 300 },
    );
  });
});
