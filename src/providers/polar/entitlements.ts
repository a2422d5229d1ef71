import { mapBatch } from '../../billing/batch.ts';
import type { EntitlementReads } from '../../billing/entitlement.ts';
import { validate } from '../../http/validate.ts';
import { createRowLoader } from '../row-loader.ts';
import { type PolarClient, polarPath } from './client.ts';
import { type CustomerRows, createCustomerRowsRead } from './customer-rows.ts';
import { toEntitlements, wireBenefitGrants } from './wire/entitlement.ts';

/** Benefits in force from `GET /v1/benefit-grants/`; without the filter it also lists failed and revoked grants. */
export function createGrantRows(client: PolarClient): CustomerRows {
  const query = { is_granted: true };
  return createRowLoader(createCustomerRowsRead(client, { path: polarPath`/v1/benefit-grants/`, query }));
}

/** Entitlements from the grant rows. */
export function createEntitlementReads(provider: string, grantRows: CustomerRows): EntitlementReads {
  return {
    async ofCustomers(keys, call) {
      const batch = await grantRows.load(keys, call);
      return mapBatch(batch, (rows) => toEntitlements(provider, validate(provider, wireBenefitGrants, rows)));
    },
  };
}
