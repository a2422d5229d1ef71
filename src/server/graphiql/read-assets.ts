import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type GraphiqlManifest, manifestSchema } from './manifest.ts';
import type { Representation } from './representation.ts';

/** The built GraphiQL page, in memory: its manifest and every file by name. */
export interface GraphiqlAssets {
  readonly manifest: GraphiqlManifest;
  readonly files: ReadonlyMap<string, Representation>;
}

/** Reads what the build left in a folder; null where nothing was built there yet. */
export async function readAssets(folder: string): Promise<GraphiqlAssets | null> {
  const text = await readOptional(join(folder, 'manifest.json'));
  if (text === null) return null;
  const manifest = manifestSchema.parse(JSON.parse(text.toString('utf8')));
  const files = await Promise.all(
    manifest.files.map(async (file) => [file.name, await readRepresentation(folder, file)] as const),
  );
  return { manifest, files: new Map(files) };
}

async function readRepresentation(
  folder: string,
  { name, contentType, compressed }: GraphiqlManifest['files'][number],
): Promise<Representation> {
  const path = join(folder, name);
  const [identity, br, gzip] = await Promise.all([
    readFile(path),
    ...(compressed ? [readFile(`${path}.br`), readFile(`${path}.gz`)] : []),
  ]);
  const isCompressed = br !== undefined && gzip !== undefined;
  return { contentType, identity, compressed: isCompressed ? { br, gzip } : null };
}

async function readOptional(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
