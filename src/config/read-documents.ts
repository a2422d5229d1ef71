import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { TrustedDocuments } from '../server/trusted-documents.ts';
import type { Problem } from './problem.ts';

/** What the file says of the documents that clients may name. */
interface DocumentSettings {
  readonly file: string;
  readonly only: boolean;
}

/** The documents that the named file maps from their ids; none, and a problem, where it does not. */
export function readDocuments({ file, only }: DocumentSettings, problems: Problem[]): TrustedDocuments {
  const byId = new Map<string, string>();
  try {
    // Not by a schema of the whole, whose records may drop a key such as "__proto__".
    for (const [id, text] of Object.entries(manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8'))))) {
      byId.set(id, z.string().parse(text));
    }
  } catch (error) {
    problems.push({ path: 'documents.file', reason: reasonOf(error, file) });
  }
  return { byId, only };
}

const manifestSchema = z.custom<object>(
  (content) => typeof content === 'object' && content !== null && !Array.isArray(content),
);

function reasonOf(error: unknown, file: string): string {
  if (error instanceof Error && 'code' in error) return `cannot read ${file} (${String(error.code)})`;
  return `${file} is not a JSON object that maps ids to the texts of documents`;
}
