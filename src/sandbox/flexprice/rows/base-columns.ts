/**
 * The columns that every table has. Rows keep the provider's own column names, since filters and sorts address them by
 * those, and an optional property is a column that is left out of the answer while it is NULL.
 */
export interface BaseColumns {
  readonly id: string;
  readonly environment_id: string;
  readonly tenant_id: string;
  /** Of the record, not of what it stands for: published, archived or deleted. */
  readonly status: string;
  readonly created_at: string;
  readonly updated_at: string;
  /** A user's id, or empty where the system wrote the row. */
  readonly created_by: string;
  readonly updated_by: string;
}

/** Metadata as it is stored: NULL and an empty map are two different things. */
export type Metadata = Readonly<Record<string, string>> | null;
