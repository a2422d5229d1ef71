import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';

/** How much a document asks for. */
export interface Demand {
  /** Of the deepest operation, its fragments written out. What lies below `__schema` and `__type` does not count. */
  readonly depth: number;
  /** Of the operation with the most, its fragments written out. */
  readonly aliases: number;
  /** All that stand in the document. */
  readonly directives: number;
}

type Reach = Omit<Demand, 'directives'>;

const nothing: Reach = { depth: 0, aliases: 0 };

/** Introspection is deep by nature, costs no call, and is limited by a rule of its own. */
const introspection: ReadonlySet<string> = new Set(['__schema', '__type']);

/** Measures a document that need not be valid, in time proportional to its length: each fragment is looked at once. */
export function measureDocument(document: DocumentNode): Demand {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const reaches = new Map<string, Reach>();

  function ofFragment(name: string): Reach {
    const known = reaches.get(name);
    if (known !== undefined) return known;
    // One that contains itself is refused by validation, which comes next.
    reaches.set(name, nothing);
    const reach = ofSelections(fragments.get(name)?.selectionSet);
    reaches.set(name, reach);
    return reach;
  }

  function ofSelection(selection: SelectionNode): Reach {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value);
    const { depth, aliases } = ofSelections(selection.selectionSet);
    if (selection.kind === Kind.INLINE_FRAGMENT) return { depth, aliases };
    return {
      depth: introspection.has(selection.name.value) ? 1 : 1 + depth,
      aliases: aliases + (selection.alias === undefined ? 0 : 1),
    };
  }

  function ofSelections(selectionSet: SelectionSetNode | undefined): Reach {
    const reach = { ...nothing };
    for (const selection of selectionSet?.selections ?? []) {
      const { depth, aliases } = ofSelection(selection);
      reach.depth = Math.max(reach.depth, depth);
      // Fragments within fragments soon come to more than a number can hold.
      reach.aliases = Math.min(reach.aliases + aliases, Number.MAX_SAFE_INTEGER);
    }
    return reach;
  }

  const operations = document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? [ofSelections(definition.selectionSet)] : [],
  );
  return {
    depth: Math.max(0, ...operations.map(({ depth }) => depth)),
    aliases: Math.max(0, ...operations.map(({ aliases }) => aliases)),
    directives: countDirectives(document),
  };
}

function countDirectives(document: DocumentNode): number {
  let count = 0;
  visit(document, {
    Directive() {
      count += 1;
    },
  });
  return count;
}
