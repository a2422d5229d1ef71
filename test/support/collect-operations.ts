import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DocumentNode, type GraphQLSchema, Kind, parse, validate } from 'graphql';

/** An operation that stands somewhere in this repository. */
export interface CollectedOperation {
  readonly text: string;
  readonly document: DocumentNode;
  readonly name: string | null;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** All operations over the schema that are written out whole in the README, the documentation, GraphiQL's examples and the tests. */
export function collectOperations(schema: GraphQLSchema): readonly CollectedOperation[] {
  const files = [
    'README.md',
    ...['docs', 'src/server/graphiql/examples', 'test'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        join(folder, name),
      ),
    ),
  ];
  const texts = files
    .filter((file) => /\.(?:md|ts)$/.test(file))
    .flatMap((file) => quotedIn(readFileSync(join(root, file), 'utf8')));
  return [...new Set(texts)].flatMap((text) => operationsIn(text, schema));
}

/** What stands between quotes of the one or the other kind, and looks like a document. */
function quotedIn(text: string): readonly string[] {
  const quoted = [...text.matchAll(/`([^`]*)`|'([^'\n]*)'|"query": ("(?:[^"\\]|\\.)*")/g)];
  return quoted
    .map(([, tick, single, json]) => (json === undefined ? (tick ?? single ?? '') : JSON.parse(json)))
    .filter((candidate) => /^\s*(?:\{|query|mutation|fragment)/.test(candidate) && !candidate.includes('${'));
}

function operationsIn(text: string, schema: GraphQLSchema): readonly CollectedOperation[] {
  const document = read(text);
  if (document === null || validate(schema, document).length > 0) return [];
  return document.definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION
      ? [{ text, document, name: definition.name?.value ?? null }]
      : [],
  );
}

function read(text: string): DocumentNode | null {
  try {
    return parse(text);
  } catch {
    return null;
  }
}
