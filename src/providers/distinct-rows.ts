/** Each row once, where it came first and as it came last; rows without an id are all kept. */
export function distinctRows<Row>(rows: readonly Row[], idOf: (row: Row) => string | null): readonly Row[] {
  const byId = new Map<unknown, Row>();
  for (const row of rows) byId.set(idOf(row) ?? Symbol(), row);
  return [...byId.values()];
}
