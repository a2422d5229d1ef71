import { type ASTNode, GraphQLError, type GraphQLErrorExtensions } from 'graphql';

/** What is to be different about an error. */
interface Changes {
  readonly message?: string;
  readonly extensions?: GraphQLErrorExtensions;
  /** Where it is said to be. */
  readonly nodes?: readonly ASTNode[];
}

/** The error at the same place of the document, where no other is given, and of the answer. */
export function changeError(error: GraphQLError, { message, extensions, nodes }: Changes): GraphQLError {
  const { source, positions, path, originalError } = error;
  return new GraphQLError(message ?? error.message, {
    nodes: nodes ?? error.nodes ?? null,
    // Where there are nodes, they tell their positions.
    source: (error.nodes ? null : source) ?? null,
    positions: (error.nodes ? null : positions) ?? null,
    path: path ?? null,
    originalError: originalError ?? null,
    extensions: extensions ?? error.extensions,
  });
}
