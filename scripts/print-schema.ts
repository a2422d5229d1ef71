import { readFile, writeFile } from 'node:fs/promises';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { lexicographicSortSchema } from 'graphql';
import { schema } from '../src/graphql/schema.ts';

const file = new URL('../schema.graphql', import.meta.url);

/** The schema as schema.graphql holds it: sorted, with @supportedBy on the fields it applies to. */
export function printSchema(): string {
  return `${printSchemaWithDirectives(lexicographicSortSchema(schema))}\n`;
}

if (import.meta.filename === process.argv[1]) {
  if (!process.argv.includes('--check')) {
    await writeFile(file, printSchema());
  } else if ((await readFile(file, 'utf8').catch(() => '')) !== printSchema()) {
    console.error('schema.graphql is stale: run `npm run schema` and commit the result');
    process.exitCode = 1;
  }
}
