import type { Metadata, Stamped } from './stamped.ts';

interface FilterClause {
  readonly property: string;
  readonly operator: 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte' | 'like' | 'not_like';
  readonly value: string | number | boolean;
}

interface Filter {
  readonly conjunction: 'and' | 'or';
  readonly clauses: readonly (FilterClause | Filter)[];
}

type Aggregation =
  | { readonly func: 'count' }
  | { readonly func: 'sum' | 'max' | 'min' | 'avg' | 'unique'; readonly property: string };

/** What counts the events of customers. */
export interface MeterRecord extends Stamped {
  readonly metadata: Metadata;
  readonly name: string;
  readonly unit: 'scalar' | 'token' | 'custom';
  /** Set for a custom unit, as is the multiplier. */
  readonly custom_label: string | null;
  readonly custom_multiplier: number | null;
  readonly filter: Filter;
  readonly aggregation: Aggregation;
  readonly archived_at: string | null;
}

/** What one customer used of one meter since its last reset; the balance is credited less consumed. */
export interface CustomerMeterRecord extends Stamped {
  readonly customer_id: string;
  readonly meter_id: string;
  readonly consumed_units: number;
  readonly credited_units: number;
}
