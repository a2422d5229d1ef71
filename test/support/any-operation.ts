import fc from 'fast-check';
import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';

/** What required arguments are given, by their names, as they are written in a document. */
type Literals = Readonly<Record<string, string>>;

interface Generation {
  readonly schema: GraphQLSchema;
  readonly literals: Literals;
}

/** Any query over a schema, with aliases, fragments, and conditions by the variables `$yes` and `$no`. */
export function anyOperation(schema: GraphQLSchema, literals: Literals = {}): fc.Arbitrary<string> {
  const root = schema.getQueryType();
  if (!root) throw new Error('the schema has no queries');
  // Each variable is used, as it has to be.
  return selectionOf(root, 4, { schema, literals }).map(
    (selection) =>
      `query ($yes: Boolean!, $no: Boolean!) { used: __typename @include(if: $yes) @skip(if: $no) ${selection.slice(1)}`,
  );
}

function selectionOf(type: GraphQLNamedType, depth: number, generation: Generation): fc.Arbitrary<string> {
  return fc
    .array(partOf(type, depth, generation), { minLength: 1, maxLength: 5 })
    .map((parts) => `{ ${parts.join(' ')} }`);
}

function partOf(type: GraphQLNamedType, depth: number, generation: Generation): fc.Arbitrary<string> {
  const parts: fc.Arbitrary<string>[] = [fc.constantFrom('__typename', '__proto__: __typename')];
  if (isObjectType(type) || isInterfaceType(type)) {
    const fields = Object.values(type.getFields()).filter((field) => canBeSelected(field, depth, generation));
    if (fields.length > 0)
      parts.push(fc.constantFrom(...fields).chain((field) => fieldOf(field, depth, generation)));
  }
  const possible = possibleTypes(type, generation.schema);
  if (depth > 0 && possible.length > 0) {
    const inFragment = fc
      .constantFrom(...possible)
      .chain((one) =>
        fc
          .tuple(condition, selectionOf(one, depth - 1, generation))
          .map(([when, selection]) => `... on ${one.name} ${when} ${selection}`),
      );
    parts.push(inFragment);
  }
  return fc.oneof(...parts);
}

function possibleTypes(type: GraphQLNamedType, schema: GraphQLSchema): readonly GraphQLObjectType[] {
  if (isAbstractType(type)) return schema.getPossibleTypes(type);
  return isObjectType(type) ? [type] : [];
}

const condition = fc.constantFrom('', '', '', '@skip(if: $yes)', '@skip(if: $no)', '@include(if: $no)');

type Field = GraphQLField<unknown, unknown>;

function canBeSelected({ type, args }: Field, depth: number, { literals }: Generation): boolean {
  const isKnown = args.filter(isRequiredArgument).every(({ name }) => name in literals);
  return isKnown && (depth > 0 || !isComposite(getNamedType(type)));
}

function isComposite(type: GraphQLNamedType): boolean {
  return isObjectType(type) || isAbstractType(type);
}

/** Under one of few names, so that some meet, as far as they may. */
function fieldOf(field: Field, depth: number, generation: Generation): fc.Arbitrary<string> {
  const given = field.args
    .filter(isRequiredArgument)
    .map(({ name }) => `${name}: ${generation.literals[name]}`);
  const text = `${field.name}${given.length > 0 ? `(${given.join(', ')})` : ''}`;
  const type = getNamedType(field.type);
  const below = isComposite(type) ? selectionOf(type, depth - 1, generation) : fc.constant('');
  return fc
    .tuple(fc.constantFrom('', `${field.name}2: `), condition, below)
    .map(([alias, when, selection]) => `${alias}${text} ${when} ${selection}`);
}
