import type { FeatureRow, MeterRow } from '../rows/feature.ts';
import { baseColumnsAt, type SeedCalendar } from './base.ts';
import { idOf } from './names.ts';

type FeatureSeed = Pick<FeatureRow, 'lookup_key' | 'name' | 'type'> & Partial<FeatureRow>;

const featureSeeds: readonly FeatureSeed[] = [
  {
    lookup_key: 'api_calls',
    name: 'API calls',
    type: 'metered',
    unit_singular: 'call',
    unit_plural: 'calls',
  },
  { lookup_key: 'seats', name: 'Seats', type: 'metered', unit_singular: 'seat', unit_plural: 'seats' },
  {
    lookup_key: 'storage_gb',
    name: 'Storage',
    type: 'metered',
    description: 'What is kept, in gigabytes, at its highest in the month.',
    unit_singular: 'GB',
    unit_plural: 'GB',
    metadata: { docs: 'https://docs.example/storage', owner: 'platform' },
  },
  {
    lookup_key: 'exports',
    name: 'Exports',
    type: 'metered',
    unit_singular: 'export',
    unit_plural: 'exports',
  },
  { lookup_key: 'emails', name: 'E-mails', type: 'metered', unit_singular: 'e-mail', unit_plural: 'e-mails' },
  {
    lookup_key: 'reports',
    name: 'Reports',
    type: 'metered',
    unit_singular: 'report',
    unit_plural: 'reports',
  },
  { lookup_key: 'archive_search', name: 'Archive search', type: 'metered', metadata: {} },
  { lookup_key: 'burst', name: 'Burst capacity', type: 'metered' },
  { lookup_key: 'sso', name: 'Single sign-on', type: 'boolean' },
  { lookup_key: 'audit_log', name: 'Audit log', type: 'boolean' },
  { lookup_key: 'region', name: 'Hosting region', type: 'static' },
  { lookup_key: 'limits', name: 'Technical limits', type: 'config' },
  { lookup_key: 'fax', name: 'Fax gateway', type: 'boolean', status: 'archived' },
];

/** Features of every type, one of them archived. */
export function seedFeatures(calendar: SeedCalendar): readonly FeatureRow[] {
  return featureSeeds.map((seed, index) => ({
    ...baseColumnsAt(idOf.feature(seed.lookup_key), calendar.day(-600 - index)),
    // The system made the features, and leaves no user behind.
    created_by: '',
    updated_by: '',
    description: '',
    meter_id: seed.type === 'metered' ? idOf.meter(seed.lookup_key) : '',
    metadata: null,
    unit_singular: '',
    unit_plural: '',
    ...seed,
  }));
}

/** A meter for every metered feature. */
export function seedMeters(calendar: SeedCalendar): readonly MeterRow[] {
  return featureSeeds
    .filter(({ type }) => type === 'metered')
    .map(({ lookup_key, name }) => ({
      ...baseColumnsAt(idOf.meter(lookup_key), calendar.day(-620)),
      name,
      event_name: `${lookup_key}.used`,
      aggregation: { type: 'SUM', field: 'quantity' },
      filters: lookup_key === 'emails' ? [{ key: 'kind', values: ['transactional', 'marketing'] }] : [],
      reset_usage: lookup_key === 'seats' ? 'NEVER' : 'BILLING_PERIOD',
    }));
}
