import { GraphQLError, type GraphQLErrorExtensions } from 'graphql';

/** What is to be different about an error. */
interface Changes {
  readonly message?: string;
  readonly extensions?: GraphQLErrorExtensions;
}

/** The error at the same place of the document and of the answer, changed. */
export function changeError(error: GraphQLError, { message, extensions }: Changes): GraphQLError {
  const { nodes, source, positions, path, originalError } = error;
  return new GraphQLError(message ?? error.message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
    originalError: originalError ?? null,
    extensions: extensions ?? error.extensions,
  });
}
