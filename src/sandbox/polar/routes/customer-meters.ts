import type { Routes } from '../../router.ts';
import { getRoute, listRoute, type Sorting } from '../paging.ts';
import type { CustomerMeterRecord } from '../records/meter.ts';
import { lets, type Query } from '../requests/query.ts';
import { lookUp, type PolarStore } from '../store.ts';
import { instantOf } from '../timestamp.ts';
import { ofCustomers, toCustomer } from './customer.ts';
import { toMeter } from './meters.ts';

/** What is left of the credits; below zero once more was used. */
export function balanceOf(row: CustomerMeterRecord): number {
  return row.credited_units - row.consumed_units;
}

/** The routes under /v1/customer-meters. */
export function customerMeterRoutes(store: PolarStore): Routes {
  const toWire = (row: CustomerMeterRecord) => ({
    ...row,
    balance: balanceOf(row),
    customer: toCustomer(lookUp(store.customers, row.customer_id)),
    meter: toMeter(lookUp(store.meters, row.meter_id)),
  });
  return {
    'GET /v1/customer-meters/': listRoute<CustomerMeterRecord>({
      rows: (query) => [...store.customerMeters.values()].filter(rowFilter(store, query)),
      sorting: sorting(store),
      toWire,
    }),
    'GET /v1/customer-meters/:id': getRoute(store.customerMeters, toWire),
  };
}

/** Rows of archived meters come only when their meter is asked for. */
function rowFilter(store: PolarStore, query: Query): (row: CustomerMeterRecord) => boolean {
  const ownedBy = ofCustomers(store, query);
  const meters = query.uuids('meter_id');
  return (row) =>
    ownedBy(row) &&
    lets(meters, row.meter_id) &&
    (meters !== null || lookUp(store.meters, row.meter_id).archived_at === null);
}

function sorting(store: PolarStore): Sorting<CustomerMeterRecord> {
  return {
    initial: '-modified_at',
    keys: {
      created_at: (row) => instantOf(row.created_at),
      modified_at: (row) => instantOf(row.modified_at),
      customer_id: (row) => row.customer_id,
      customer_name: (row) => lookUp(store.customers, row.customer_id).name,
      meter_id: (row) => row.meter_id,
      meter_name: (row) => lookUp(store.meters, row.meter_id).name,
      consumed_units: (row) => row.consumed_units,
      credited_units: (row) => row.credited_units,
      balance: balanceOf,
    },
  };
}
