/** The columns that every table has, by the names that filters and sorts use. */
export const baseColumns = [
  'id',
  'environment_id',
  'tenant_id',
  'status',
  'created_at',
  'updated_at',
  'created_by',
  'updated_by',
] as const;
