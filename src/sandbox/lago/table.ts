/** What every row has. */
export interface Row {
  readonly lago_id: string;
  readonly created_at: Date;
}

/** The rows of one noun. Rows are never changed, only replaced. */
export interface Table<Item extends Row> {
  /** All rows, the newest first; of two from the same moment, the one with the smaller id. */
  all(): readonly Item[];
  find(id: string): Item | null;
  /** Adds the row, or replaces the one with its id. */
  save(row: Item): void;
}

/** An empty table. */
export function createTable<Item extends Row>(): Table<Item> {
  const rows = new Map<string, Item>();
  return {
    all: () => [...rows.values()].sort(newestFirst),
    find: (id) => rows.get(id) ?? null,
    save: (row) => {
      rows.set(row.lago_id, row);
    },
  };
}

/** Lago's default order. */
export function newestFirst(one: Row, other: Row): number {
  return other.created_at.getTime() - one.created_at.getTime() || (one.lago_id < other.lago_id ? -1 : 1);
}
