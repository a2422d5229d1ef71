/** What every record begins with. Times are texts as Polar writes them. */
export interface Stamped {
  /** UUID version 4. */
  readonly id: string;
  readonly created_at: string;
  readonly modified_at: string | null;
}

/** Free entries on a record. */
export type Metadata = Readonly<Record<string, string | number | boolean>>;
