import type { Routes } from '../../router.ts';
import { answerJson } from '../answers.ts';
import { baseColumns } from '../listing/columns.ts';
import { readExpansions, readListRequest } from '../listing/list-request.ts';
import { isAmong, type Page, selectRows, toPage } from '../listing/select-rows.ts';
import { readBodyFields } from '../request/body-fields.ts';
import type { Fields } from '../request/fields.ts';
import type { FeatureRow, MeterRow } from '../rows/feature.ts';
import type { Store } from '../store.ts';

const columns = [
  ...baseColumns,
  'name',
  'lookup_key',
  'description',
  'meter_id',
  'metadata',
  'type',
  'unit_singular',
  'unit_plural',
] as const;

/** The reads of features. */
export function featureRoutes(store: Store): Routes {
  return {
    'POST /features/search': ({ body }) => answerJson(200, search(store, readBodyFields(body))),
  };
}

function search(store: Store, fields: Fields): Page<object> {
  const request = readListRequest(fields);
  const expand = readExpansions(fields, ['meters']);
  const table = { rows: store.features, columns, checksConditions: true, tossCoin: store.tossCoin };
  const page = toPage(selectRows(table, request).filter(readFeatureFilter(fields)), request);
  const withMeter = (feature: FeatureRow) => ({ ...feature, ...meterOf(store, feature) });
  return expand.has('meters') ? { ...page, items: page.items.map(withMeter) } : page;
}

function readFeatureFilter(fields: Fields): (feature: FeatureRow) => boolean {
  const lookupKey = fields.text('lookup_key') || null;
  const namePart = (fields.text('name_contains') ?? '').toLowerCase();
  const hasId = isAmong(fields.texts('feature_ids'));
  const hasLookupKey = isAmong(fields.texts('lookup_keys'));
  const hasMeter = isAmong(fields.texts('meter_ids'));
  return (feature) =>
    hasId(feature.id) &&
    hasLookupKey(feature.lookup_key) &&
    hasMeter(feature.meter_id) &&
    (lookupKey === null || feature.lookup_key === lookupKey) &&
    feature.name.toLowerCase().includes(namePart);
}

function meterOf(store: Store, { meter_id }: FeatureRow): { readonly meter?: MeterRow } {
  const meter = store.meters.find(({ id }) => id === meter_id);
  return meter === undefined ? {} : { meter };
}
