/** A request, taken apart no further than every stub needs. */
export interface StubRequest {
  readonly method: string;
  /** Below the stub's base path, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Empty where there is none. */
  readonly body: string;
}

/** What a provider would answer, as JSON text in ASCII; null where it has no such thing. */
export type Stub = (request: StubRequest) => string | null;

/** The pre-serialised rows of these keys that there are, in order. */
export function rowsOf(rows: ReadonlyMap<string, string>, keys: readonly string[]): readonly string[] {
  return keys.flatMap((key) => rows.get(key) ?? []);
}

/** A page of rows, its number counted from 1. */
export function pageOf(rows: readonly string[], number: number, size: number): readonly string[] {
  return rows.slice((number - 1) * size, number * size);
}
