import { isEnumType, isInputObjectType, isObjectType } from 'graphql';
import { schema } from '../../../src/graphql/schema.ts';

const perDocument = 5;

/** The name without one of its letters. */
function misspellings(name: string): readonly string[] {
  return Array.from(name, (_letter, index) => name.slice(0, index) + name.slice(index + 1)).filter((typo) =>
    /^[a-z]\w+$/i.test(typo),
  );
}

const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
const fieldsOf = (typeName: string) => {
  const type = schema.getType(typeName);
  return isObjectType(type) || isInputObjectType(type) ? Object.keys(type.getFields()) : [];
};
const valuesOf = (type: unknown) => (isEnumType(type) ? type.getValues().map(({ name }) => name) : []);

/** A few misspelt names at a time, put where they look most like the real ones. */
function probes(
  names: readonly string[],
  documentOf: (typos: readonly string[]) => string,
): readonly string[] {
  const typos = names.flatMap(misspellings).filter((typo) => !names.includes(typo));
  return Array.from({ length: Math.ceil(typos.length / perDocument) }, (_, index) =>
    documentOf(typos.slice(index * perDocument, (index + 1) * perDocument)),
  );
}

/** Documents with more than 1,000 names that are nearly those of fields, arguments, types, inputs and values. */
export const typos: readonly string[] = [
  ...probes(fieldsOf('Query'), (names) => `{ ${names.join(' ')} }`),
  ...probes(fieldsOf('Mutation'), (names) => `mutation { ${names.join(' ')} }`),
  ...probes(fieldsOf('Customer'), (names) => `{ viewer { customers { ${names.join(' ')} } } }`),
  ...probes(
    ['provider', 'filter', 'orderBy', 'first', 'after'],
    (names) => `{ customers(${names.map((name) => `${name}: 1`).join(' ')}) { totalCount } }`,
  ),
  ...probes(
    types.map(({ name }) => name),
    (names) => `query (${names.map((name, index) => `$v${index}: ${name}`).join(' ')}) { __typename }`,
  ),
  ...probes(
    fieldsOf('CreateCustomerInput'),
    (names) =>
      `mutation { createCustomer(input: { ${names.map((name) => `${name}: 1`).join(' ')} }) { __typename } }`,
  ),
  ...types.flatMap(valuesOf).flatMap((value) =>
    probes([value], (names) => {
      const fields = names.map(
        (name, index) =>
          `a${index}: customers(orderBy: { field: ${name}, direction: ${name} }) { totalCount }`,
      );
      return `{ ${fields.join(' ')} }`;
    }),
  ),
];
