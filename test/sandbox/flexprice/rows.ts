/** A JSON object by its keys. */
export type Row = ReadonlyMap<string, unknown>;

/** A JSON object. Anything else is a mistake of the test's, or of the sandbox. */
export function rowOf(json: unknown): Row {
  if (typeof json !== 'object' || json === null) throw new Error('not a JSON object');
  return new Map<string, unknown>(Object.entries(json));
}

/** The objects in a JSON array. */
export function rowsOf(json: unknown): readonly Row[] {
  if (!Array.isArray(json)) throw new Error('not a JSON array');
  return json.map(rowOf);
}

/** The objects in one list of a JSON object. */
export function listOf(json: unknown, name: string): readonly Row[] {
  return rowsOf(rowOf(json).get(name));
}
