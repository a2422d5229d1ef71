/**
 * The named values of a request, from its body or its query. Absent and null are the same (null here), names that
 * nobody asks for are ignored, and a value of the wrong type is a Refusal.
 */
export interface Fields {
  text(name: string): string | null;
  texts(name: string): readonly string[] | null;
  number(name: string): number | null;
  integer(name: string): number | null;
  flag(name: string): boolean | null;
  /** Decodes an object of texts; a query cannot carry one. */
  textMap(name: string): Readonly<Record<string, string>> | null;
  object(name: string): Fields | null;
  objects(name: string): readonly Fields[] | null;
}
