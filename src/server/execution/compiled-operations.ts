import { type DefinitionNode, type DirectiveNode, type OperationDefinitionNode, visit } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { SelectedOperation } from '../../graphql/pricing/selected-field.ts';
import { pickVariables, variablesIn } from '../../graphql/pricing/variable-use.ts';
import { type CompiledOperation, compileOperation } from './compile-operation.ts';

/** The operation, compiled; one that has been asked for lately is not compiled again. */
export type FindCompiled = (operation: SelectedOperation) => CompiledOperation;

/** What is kept of an operation. */
interface Kept {
  /** The variables that decide which fields there are. */
  readonly conditions: readonly string[];
  /** By the values of these. */
  readonly variants: Map<string, CompiledOperation>;
  /** Of all variants: what they take of the memory. */
  fields: number;
}

const mostOperations = 200;

/** More than a page asks for. What is larger is compiled each time, which takes about as long as to interpret it. */
const mostFields = 500;

/** Keeps the operations used last, within some tens of MiB, whatever clients send. */
export function createCompiledOperations(): FindCompiled {
  const operations = new LRUCache<OperationDefinitionNode, Kept>({ max: mostOperations });

  return ({ schema, definition, fragments, variableValues }) => {
    const kept = operations.get(definition) ?? {
      conditions: conditionsOf([definition, ...Object.values(fragments)]),
      variants: new Map(),
      fields: 0,
    };
    // Not the others, which may be large, and somebody's.
    const deciding = pickVariables(kept.conditions, variableValues);
    const variant = JSON.stringify(deciding);
    const known = kept.variants.get(variant);
    if (known !== undefined) return known;
    operations.set(definition, kept);
    const compiled = compileOperation(definition, {
      schema,
      fragments,
      variableValues: deciding,
      onField() {
        kept.fields += 1;
        if (kept.fields > mostFields) operations.delete(definition);
      },
    });
    kept.variants.set(variant, compiled);
    return compiled;
  };
}

/** The variables of directives: `@skip` and `@include` are the only ones that an operation can have. */
function conditionsOf(definitions: readonly DefinitionNode[]): readonly string[] {
  const directives: DirectiveNode[] = [];
  for (const definition of definitions) {
    visit(definition, { Directive: (directive) => void directives.push(directive) });
  }
  return variablesIn(directives);
}
