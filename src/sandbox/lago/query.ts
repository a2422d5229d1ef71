/**
 * A scalar parameter; the last one wins. Strong parameters drop values of the wrong shape, so `name[]=a` is not seen
 * here at all and the filter silently vanishes.
 */
export function readScalar(query: URLSearchParams, name: string): string | null {
  return query.getAll(name).at(-1) ?? null;
}

/** A scalar parameter that counts only when it says something. */
export function readText(query: URLSearchParams, name: string): string | null {
  return readScalar(query, name)?.trim() || null;
}

/** A list parameter (`name[]=a&name[]=b`), or null where there is none; the scalar form is silently ignored. */
export function readList(query: URLSearchParams, name: string): readonly string[] | null {
  const values = query.getAll(`${name}[]`);
  return values.length === 0 ? null : values;
}

/** A map parameter (`name[key]=value`). */
export function readMap(query: URLSearchParams, name: string): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  for (const [parameter, value] of query) {
    const key =
      parameter.startsWith(`${name}[`) && parameter.endsWith(']') && parameter.slice(name.length + 1, -1);
    if (key) entries.set(key, value);
  }
  return entries;
}
