import { polarId } from '../organization.ts';
import type { MeterRecord } from '../records/meter.ts';
import type { Calendar } from './calendar.ts';

/** The ids of the seeded meters. */
export const meterIds = {
  apiCalls: polarId('meter', 'api-calls'),
  tokens: polarId('meter', 'tokens'),
  storage: polarId('meter', 'storage'),
  legacyExports: polarId('meter', 'legacy-exports'),
} as const;

/** One meter of each unit, and an archived one. */
export function createMeters(calendar: Calendar): readonly MeterRecord[] {
  const common = { ...plain, created_at: calendar(-400) };
  return [
    {
      ...common,
      id: meterIds.apiCalls,
      name: 'API calls',
      unit: 'scalar',
      metadata: { team: 'platform' },
      filter: { conjunction: 'and', clauses: [{ property: 'name', operator: 'eq', value: 'api_call' }] },
      aggregation: { func: 'count' },
    },
    {
      ...common,
      id: meterIds.tokens,
      name: 'Model tokens',
      unit: 'token',
      filter: tokenFilter,
      aggregation: { func: 'sum', property: 'tokens' },
    },
    {
      ...common,
      id: meterIds.storage,
      name: 'Storage',
      unit: 'custom',
      custom_label: 'GB-hours',
      custom_multiplier: 1000,
      filter: { conjunction: 'and', clauses: [{ property: 'bytes', operator: 'gt', value: 0 }] },
      aggregation: { func: 'max', property: 'gigabytes' },
    },
    {
      ...common,
      id: meterIds.legacyExports,
      name: 'Legacy exports',
      unit: 'scalar',
      filter: { conjunction: 'and', clauses: [{ property: 'name', operator: 'like', value: 'export' }] },
      aggregation: { func: 'unique', property: 'file' },
      archived_at: calendar(-90),
    },
  ];
}

const plain = {
  modified_at: null,
  metadata: {},
  custom_label: null,
  custom_multiplier: null,
  archived_at: null,
} as const;

/** A filter inside a filter. */
const tokenFilter = {
  conjunction: 'or',
  clauses: [
    { property: 'name', operator: 'eq', value: 'completion' },
    {
      conjunction: 'and',
      clauses: [
        { property: 'name', operator: 'eq', value: 'embedding' },
        { property: 'cached', operator: 'eq', value: false },
      ],
    },
  ],
} as const;
