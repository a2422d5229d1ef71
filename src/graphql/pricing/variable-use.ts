import { type ASTNode, visit } from 'graphql';

type VariableValues = Readonly<Record<string, unknown>>;

/** The names of the variables that are used in a part of a document. */
export function variablesIn(parts: readonly ASTNode[]): readonly string[] {
  const names = new Set<string>();
  for (const part of parts) {
    visit(part, {
      // What declares a variable is no use of it.
      VariableDefinition: () => false,
      Variable: ({ name }) => void names.add(name.value),
    });
  }
  return [...names];
}

/** The values of these variables, without those that have none. */
export function pickVariables(names: readonly string[], values: VariableValues): VariableValues {
  return Object.fromEntries(names.filter((name) => name in values).map((name) => [name, values[name]]));
}
