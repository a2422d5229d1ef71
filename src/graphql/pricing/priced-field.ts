import { memoize2 } from '@graphql-tools/utils';
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { type CustomerReads, readsBelow } from './customer-reads.ts';
import type { ReadsByStep } from './round.ts';
import { readArguments, rootSelections, type SelectedOperation } from './selected-field.ts';
import { pickVariables, variablesIn } from './variable-use.ts';

/** A field of an operation's root, with all that decides what it costs. */
export interface PricedField {
  readonly name: string;
  /** As the resolver gets them. */
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly reads: ReadsOfField;
}

/**
 * What is read of the customers of a field, by how they are found: each the same object from one execution to the next, so
 * that what it costs can be kept.
 */
interface ReadsOfField {
  readonly byKey: ReadsByStep;
  readonly byExternalId: ReadsByStep;
  /** Of the rows of a page, which brings their records along. */
  readonly ofRows: ReadsByStep;
  /** Of one who is there already. */
  readonly ofKnown: ReadsByStep;
}

/** The fields of the operation's root, without those whose arguments are not in order: execution will say so. */
export function pricedFields(operation: SelectedOperation): readonly PricedField[] {
  return rootFieldsOf(operation).flatMap(({ definition, node, reads }) => {
    const values = readArguments(definition, node, operation.variableValues);
    return values === null ? [] : { name: definition.name, arguments: values, reads };
  });
}

/** A root field, whatever it is given. */
interface RootField {
  readonly definition: GraphQLField<unknown, unknown>;
  readonly node: FieldNode;
  readonly reads: ReadsOfField;
}

const mostVariants = 16;
const longestVariant = 500;

/** Kept for as long as the document is. A customer's id decides nothing here, so that as a rule there is one variant. */
const keptFieldsOf = memoize2(
  (definition: OperationDefinitionNode, fragments: Readonly<Record<string, FragmentDefinitionNode>>) => ({
    deciding: variablesBelowRoot(definition, Object.values(fragments)),
    variants: new LRUCache<string, readonly RootField[]>({ max: mostVariants }),
  }),
);

function rootFieldsOf(operation: SelectedOperation): readonly RootField[] {
  const { deciding, variants } = keptFieldsOf(operation.definition, operation.fragments);
  const variant = JSON.stringify(pickVariables(deciding, operation.variableValues));
  const known = variants.get(variant);
  if (known !== undefined) return known;
  const fields = rootSelections(operation).map(({ definition, node, below }) => ({
    definition,
    node,
    reads: toReadsOfField(readsBelow(below)),
  }));
  if (variant.length <= longestVariant) variants.set(variant, fields);
  return fields;
}

/** All but those that only the root's fields are given. */
function variablesBelowRoot(
  { selectionSet }: OperationDefinitionNode,
  fragments: readonly FragmentDefinitionNode[],
): readonly string[] {
  const below = selectionSet.selections.flatMap((selection) =>
    selection.kind === Kind.FIELD
      ? [...(selection.directives ?? []), ...(selection.selectionSet?.selections ?? [])]
      : [selection],
  );
  return variablesIn([...below, ...fragments]);
}

function toReadsOfField(reads: CustomerReads): ReadsOfField {
  const byKey = [{ kind: 'customers', by: 'key' } as const];
  const byExternalId = [{ kind: 'customers', by: 'externalId' } as const];
  return {
    byKey: { before: [], find: byKey, ...reads },
    byExternalId: { before: [], find: byExternalId, ...reads },
    ofRows: { before: byKey, find: [], ...reads },
    ofKnown: { before: [], find: [], ...reads },
  };
}
