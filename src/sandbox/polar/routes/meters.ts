import type { Routes } from '../../router.ts';
import { organizationId } from '../organization.ts';
import { getRoute, listRoute } from '../paging.ts';
import type { MeterRecord } from '../records/meter.ts';
import type { PolarStore } from '../store.ts';
import { instantOf } from '../timestamp.ts';
import type { Wire } from '../wire.ts';

/** A meter as Polar answers it. */
export function toMeter(meter: MeterRecord): Wire {
  return { ...meter, organization_id: organizationId };
}

/** The routes under /v1/meters. */
export function meterRoutes(store: PolarStore): Routes {
  return {
    'GET /v1/meters/': listRoute<MeterRecord>({
      rows: (query) => {
        const search = query.text('query')?.toLowerCase() ?? '';
        const archived = query.boolean('is_archived');
        const metadata = query.metadata();
        return [...store.meters.values()].filter(
          (meter) =>
            meter.name.toLowerCase().includes(search) &&
            (archived === null || (meter.archived_at !== null) === archived) &&
            metadata(meter.metadata),
        );
      },
      sorting: {
        initial: 'name',
        keys: { created_at: (meter) => instantOf(meter.created_at), name: (meter) => meter.name },
      },
      toWire: toMeter,
    }),
    'GET /v1/meters/:id': getRoute(store.meters, toMeter),
  };
}
