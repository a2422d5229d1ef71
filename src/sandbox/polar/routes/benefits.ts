import type { Routes } from '../../router.ts';
import { organizationId } from '../organization.ts';
import { getRoute, listRoute } from '../paging.ts';
import { type BenefitRecord, benefitTypes } from '../records/benefit.ts';
import { lets, type Query } from '../requests/query.ts';
import type { PolarStore } from '../store.ts';
import { instantOf } from '../timestamp.ts';
import type { Wire } from '../wire.ts';

/** A benefit as Polar answers it. */
export function toBenefit(benefit: BenefitRecord): Wire {
  return { ...benefit, organization_id: organizationId };
}

/** The routes of benefits themselves under /v1/benefits. */
export function benefitRoutes(store: PolarStore): Routes {
  return {
    'GET /v1/benefits/': listRoute<BenefitRecord>({
      rows: (query) => [...store.benefits.values()].filter(benefitFilter(query)),
      sorting: {
        initial: '-created_at',
        keys: {
          created_at: (benefit) => instantOf(benefit.created_at),
          description: (benefit) => benefit.description,
          type: (benefit) => benefit.type,
          // The order that somebody gave the benefits by hand; the sandbox has only that of their creation.
          user_order: (benefit) => instantOf(benefit.created_at),
        },
      },
      toWire: toBenefit,
    }),
    'GET /v1/benefits/:id': getRoute(store.benefits, toBenefit),
  };
}

function benefitFilter(query: Query): (benefit: BenefitRecord) => boolean {
  const types = query.words('type', benefitTypes);
  const ids = query.uuids('id');
  const excluded = query.uuids('exclude_id') ?? [];
  const search = query.text('query')?.toLowerCase() ?? '';
  const metadata = query.metadata();
  return (benefit) =>
    !benefit.is_deleted &&
    lets(types, benefit.type) &&
    lets(ids, benefit.id) &&
    !excluded.includes(benefit.id) &&
    benefit.description.toLowerCase().includes(search) &&
    metadata(benefit.metadata);
}
