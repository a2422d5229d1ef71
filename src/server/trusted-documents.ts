import { type GraphQLSchema, parse, validate } from 'graphql';

/** Documents that clients may name instead of sending them. */
export interface TrustedDocuments {
  /** Texts by the ids that their clients' build gave them. */
  readonly byId: ReadonlyMap<string, string>;
  /** Whether nothing else is executed. */
  readonly only: boolean;
}

/** The ids of the documents that are no good: not GraphQL, or not for this schema. */
export function findUnusable({ byId }: TrustedDocuments, schema: GraphQLSchema): readonly string[] {
  return [...byId].flatMap(([id, text]) => (isUsable(text, schema) ? [] : [id]));
}

function isUsable(text: string, schema: GraphQLSchema): boolean {
  try {
    return validate(schema, parse(text), undefined, { maxErrors: 1 }).length === 0;
  } catch {
    return false;
  }
}
