import { mapBatch } from '../../billing/batch.ts';
import type { EntitlementReads } from '../../billing/entitlement.ts';
import { validate } from '../../http/validate.ts';
import type { OwnedRows } from './owned-rows.ts';
import { benefitGrantsSchema, toEntitlements } from './wire/entitlement.ts';

/** Entitlements from the grant rows. */
export function createEntitlementReads(provider: string, grantRows: OwnedRows): EntitlementReads {
  return {
    async ofCustomers(keys, call) {
      const batch = await grantRows.load(keys, call);
      return mapBatch(batch, (rows) =>
        toEntitlements(provider, validate(provider, benefitGrantsSchema, rows)),
      );
    },
  };
}
