import { uuidOf } from '../../ids.ts';
import type { Catalog } from '../catalog.ts';
import { daysAfter } from '../time.ts';
import { createCoupons } from './coupons.ts';
import { createFeatures } from './features.ts';
import { createMetrics, createPlans } from './plans.ts';

/** What the seeded company sells. */
export function createCatalog(now: Date): Catalog {
  const founded = daysAfter(now, -800);
  const metrics = createMetrics();
  return {
    billingEntities: [
      { code: 'harbor_eu', timezone: null },
      { code: 'harbor_us', timezone: 'America/New_York' },
    ],
    taxes: [
      {
        lago_id: uuidOf('lago:tax:vat_19'),
        name: 'VAT 19 %',
        code: 'vat_19',
        rate: 19,
        description: null,
        applied_to_organization: false,
        created_at: founded,
      },
      {
        lago_id: uuidOf('lago:tax:city_1_5'),
        name: 'City tax',
        code: 'city_1_5',
        rate: 1.5,
        description: 'Levied by some cities',
        applied_to_organization: false,
        created_at: founded,
      },
    ],
    metrics,
    plans: createPlans(metrics, founded),
    features: createFeatures(founded),
    coupons: createCoupons(now),
  };
}
