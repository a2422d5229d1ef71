import { isEnumType, isInputObjectType, isInterfaceType, isObjectType, type GraphQLNamedType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../../../src/graphql/schema.ts';
import { serveNobody } from '../../support/serve-nobody.ts';

interface Probe {
  readonly query: string;
  readonly variables?: object;
}

const typo = (name: string) => name.slice(0, -1);

const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));

function fieldProbes(type: GraphQLNamedType): readonly Probe[] {
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  const inside = (selection: string) => ({ query: `{ ...F } fragment F on ${type.name} { ${selection} }` });
  return Object.values(type.getFields()).flatMap(({ name, args }) => [
    inside(typo(name)),
    inside(`${name}s`),
    ...args.map((argument) => inside(`${name}(${typo(argument.name)}: 1)`)),
  ]);
}

function valueProbes(type: GraphQLNamedType): readonly Probe[] {
  const ask = (value: string) => ({ query: `query ($x: ${type.name} = ${value}) { __typename }` });
  const send = (x: unknown) => ({ query: `query ($x: ${type.name}) { __typename }`, variables: { x } });
  if (isEnumType(type)) {
    return type.getValues().flatMap(({ name }) => [ask(typo(name)), send(typo(name)), send(`${name}S`)]);
  }
  if (!isInputObjectType(type)) return [];
  const names = Object.keys(type.getFields());
  return names.flatMap((name) => [
    ask(`{ ${typo(name)}: 1 }`),
    send({ [typo(name)]: 1 }),
    send({ [`${name}s`]: 1 }),
  ]);
}

const probes: Readonly<Record<string, readonly Probe[]>> = {
  fields: types.flatMap(fieldProbes),
  values: types.flatMap(valueProbes),
  types: types.flatMap(({ name }) => [
    { query: `{ ... on ${typo(name)} { __typename } }` },
    { query: `query ($x: ${name}s) { __typename }` },
    { query: `query ($x: [${typo(name)}!]) { __typename }` },
  ]),
};

/** The messages that the probes are answered with. */
async function messagesOf(introspection: boolean, asked: readonly Probe[]): Promise<readonly string[]> {
  const { ask } = serveNobody({ introspection });
  const answers = await Promise.all(asked.map(({ query, variables }) => ask(query, variables)));
  return answers.flatMap(({ errors = [] }) => errors.map(({ message }) => message));
}

describe('a server that does not tell its schema', () => {
  it.each(Object.keys(probes))('suggests no name for a typo in %s, where another one does', async (kind) => {
    const asked = probes[kind] ?? [];
    const telling = await messagesOf(true, asked);
    expect(telling.filter((message) => message.includes('Did you mean')).length).toBeGreaterThan(
      asked.length / 4,
    );
    const hidden = await messagesOf(false, asked);
    expect(hidden).toHaveLength(telling.length);
    expect(hidden.filter((message) => /did you mean/i.test(message))).toEqual([]);
  });

  it('is tried a thousand times', () => {
    expect(Object.values(probes).flat().length).toBeGreaterThan(1_000);
  });

  it.each(['{ __schema { __typename } }', '{ __type(name: "Query") { __typename } }'])(
    'refuses %s, which another one answers',
    async (query) => {
      const refused = await serveNobody().ask(query);
      expect(refused.data).toBeUndefined();
      expect(refused.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
      expect((await serveNobody({ introspection: true }).ask(query)).errors).toBeUndefined();
    },
  );

  it('still tells which type an answer is of', async () => {
    expect((await serveNobody().ask('{ __typename }')).data).toEqual({ __typename: 'Query' });
  });
});
