import { getIntrospectionQuery } from 'graphql';
import { encodeNodeId } from '../../../src/graphql/node-id.ts';

/** A document that is refused before it is executed, in a way that both media types tell. */
interface DocumentAttack {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly code: 'QUERY_TOO_EXPENSIVE' | 'BAD_USER_INPUT';
  /** Absent: one. */
  readonly errors?: number;
  /** As application/json; absent: 200. */
  readonly jsonStatus?: 400;
}

const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');

const nested = (depth: number) => `${'{ a '.repeat(depth)}${'}'.repeat(depth)}`;

const idOf = (key: string) => encodeNodeId({ type: 'Customer', provider: 'lago', key });
const many = <Value>(count: number, value: (index: number) => Value) =>
  Array.from({ length: count }, (_, index) => value(index));

const everything =
  'usage { asOf } balance { live { amount } } subscriptions { id } coupons { id } entitlements { feature } pastUsage { invoiceId }';

const tooExpensive = (query: string, variables: DocumentAttack['variables'] = {}): DocumentAttack => ({
  query,
  variables,
  code: 'QUERY_TOO_EXPENSIVE',
});

const wrong = (query: string, more: Partial<DocumentAttack> = {}): DocumentAttack => ({
  query,
  code: 'BAD_USER_INPUT',
  ...more,
});

const fanOut = `{ ...F0 } ${times(
  16,
  (
    level,
  ) => `fragment F${level} on Query { a${level}: __typename ...F${level + 1} b: node(id: "x") { ...G${level} } }
    fragment G${level} on Node { ... on Query { ...F${level + 1} ...F${level + 1} } }`,
)} fragment F16 on Query { __typename }`;

const deepIntrospection = `{ __schema { ${'types { fields { type { '.repeat(3)} name ${'} } } '.repeat(3)} } }`;

/** What asks for too much by its text alone. */
const texts: readonly (readonly [string, DocumentAttack])[] = [
  ['100 aliases', tooExpensive(`{ ${times(100, (index) => `a${index}: providers { name }`)} }`)],
  ['101 aliases of __typename', tooExpensive(`{ ${times(101, (index) => `a${index}: __typename`)} }`)],
  ['10,000 aliases', tooExpensive(`{ ${times(10_000, (index) => `a${index}: __typename`)} }`)],
  ['5,000 duplicates of a field', tooExpensive(`{ ${'__typename '.repeat(5000)} }`)],
  ['1,900 duplicates of a field', tooExpensive(`{ ${'__typename '.repeat(1900)} }`)],
  ['3,000 nested duplicates', tooExpensive(`{ ${'providers { name } '.repeat(3000)} }`)],
  ['1,000 @include', tooExpensive(`{ __typename ${'@include(if: true) '.repeat(1000)} }`)],
  ['10 directives that do not exist', tooExpensive(`{ __typename ${'@aa '.repeat(10)} }`)],
  ['a depth of 14', tooExpensive(nested(14))],
  [
    'a depth of 15 in fragments',
    tooExpensive(
      `{ ...F0 } ${times(14, (level) => `fragment F${level} on Query { a { ...F${level + 1} } }`)} fragment F14 on Query { a }`,
    ),
  ],
  ['a depth of 5,000', tooExpensive(nested(5000))],
  ['50,000 braces', tooExpensive('{'.repeat(50_000))],
  ['a list 20,000 deep', tooExpensive(`{ a(b: ${'['.repeat(20_000)}${']'.repeat(20_000)}) }`)],
  ['fragments that fan out to 65,536 fields', tooExpensive(fanOut)],
  ['a fragment in itself', wrong('{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }')],
  [
    '2,000 fragments that are not used',
    tooExpensive(`{ __typename } ${times(2000, (index) => `fragment F${index} on Query { __typename }`)}`),
  ],
  ['introspection', wrong(getIntrospectionQuery(), { errors: 5 })],
  ['introspection of a type', wrong('{ __type(name: "Customer") { name } }')],
  ['introspection in circles', wrong(deepIntrospection, { errors: 5 })],
];

/** What asks for too much by its lists. */
const lists: readonly (readonly [string, DocumentAttack])[] = [
  [
    '5,000 customers by id',
    tooExpensive('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
      ids: many(5000, (index) => idOf(`x${index}`)),
    }),
  ],
  [
    'one customer by id, 6,000 times under 15 names',
    tooExpensive(
      `query ($ids: [ID!]!) { ${times(15, (index) => `a${index}: nodes(ids: $ids) { ... on Customer { raw } }`)} }`,
      { ids: many(6000, () => idOf('acct-1')) },
    ),
  ],
  [
    '30,000 accounts under 15 names',
    tooExpensive(
      `query ($ids: [String!]!) { ${times(15, (index) => `a${index}: accounts(externalIds: $ids) { customers { ${everything} } }`)} }`,
      { ids: many(30_000, (index) => index.toString(36)) },
    ),
  ],
  [
    '100 accounts with everything',
    tooExpensive(`query ($ids: [String!]!) { accounts(externalIds: $ids) { customers { ${everything} } } }`, {
      ids: many(100, (index) => `acct-${index}`),
    }),
  ],
  ['100 customers with everything', tooExpensive(`{ customers(first: 100) { nodes { ${everything} } } }`)],
  [
    'pages of no given length with everything under 15 names',
    tooExpensive(`{ ${times(15, (index) => `a${index}: customers { nodes { ${everything} } }`)} }`),
  ],
  ['1e9 customers', wrong('{ customers(first: 1e9) { nodes { id } } }')],
  [
    '20,000 keys that the input does not have',
    wrong('mutation ($input: CreateCustomerInput!) { createCustomer(input: $input) { __typename } }', {
      variables: { input: Object.fromEntries(many(20_000, (index) => [`nam${index}`, 1])) },
      errors: 5,
      jsonStatus: 400,
    }),
  ],
  [
    'a list of variables of the wrong type',
    wrong('query ($ids: [String!]!) { accounts(externalIds: $ids) { externalId } }', {
      variables: { ids: many(50_000, () => 1) },
      errors: 5,
      jsonStatus: 400,
    }),
  ],
];

/** Twenty fragments, each of which holds the next one twice, around a single field. */
export const doubledField = `{ ...F0 } ${times(
  20,
  (level) => `fragment F${level} on Query { ...F${level + 1} ...F${level + 1} }`,
)} fragment F20 on Query { __typename }`;

/** Documents that ask for too much, and what has to be said to them. */
export const documentAttacks = [...texts, ...lists];
