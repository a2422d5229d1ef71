import type { Routes } from '../../router.ts';
import { invalid, resourceNotFound } from '../errors.ts';
import { answerList, type List, listRoute } from '../paging.ts';
import type { BenefitGrantRecord } from '../records/benefit.ts';
import { lets } from '../requests/query.ts';
import { uuid } from '../requests/uuid.ts';
import { lookUp, type PolarStore } from '../store.ts';
import { instantOf } from '../timestamp.ts';
import type { Wire } from '../wire.ts';
import { toBenefit } from './benefits.ts';
import { ofCustomers, toCustomer } from './customer.ts';

/** The routes that list benefit grants: of all benefits, and of one. */
export function benefitGrantRoutes(store: PolarStore): Routes {
  return {
    'GET /v1/benefit-grants/': listRoute(grantList(store)),
    'GET /v1/benefits/:id/grants': (request, { id }) => {
      const benefit = uuid(id, ['path', 'id']);
      if (!benefit.ok) return invalid(benefit.problems);
      return store.benefits.has(benefit.value)
        ? answerList(request, grantListOfBenefit(store, benefit.value))
        : resourceNotFound();
    },
  };
}

function grantList(store: PolarStore): List<BenefitGrantRecord> {
  return {
    rows: (query) => {
      const ownedBy = ofCustomers(store, query);
      const granted = query.boolean('is_granted');
      return [...store.benefitGrants.values()].filter((grant) => ownedBy(grant) && isGranted(grant, granted));
    },
    sorting: {
      initial: '-created_at',
      keys: {
        created_at: (grant) => instantOf(grant.created_at),
        granted_at: (grant) => instantOf(grant.granted_at),
        revoked_at: (grant) => instantOf(grant.revoked_at),
      },
    },
    toWire: (grant) => toBenefitGrant(store, grant),
  };
}

function grantListOfBenefit(store: PolarStore, benefitId: string): List<BenefitGrantRecord> {
  return {
    rows: (query) => {
      const customers = query.uuids('customer_id');
      const members = query.uuids('member_id');
      const granted = query.boolean('is_granted');
      return [...store.benefitGrants.values()].filter(
        (grant) =>
          grant.benefit_id === benefitId &&
          lets(customers, grant.customer_id) &&
          lets(members, grant.member_id) &&
          isGranted(grant, granted),
      );
    },
    toWire: (grant) => toBenefitGrant(store, grant),
  };
}

/** Not granted are also those that were never granted: pending and failed ones. */
function isGranted(grant: BenefitGrantRecord, wanted: boolean | null): boolean {
  return wanted === null || (grant.granted_at !== null) === wanted;
}

function toBenefitGrant(store: PolarStore, grant: BenefitGrantRecord): Wire {
  return {
    ...grant,
    is_granted: grant.granted_at !== null,
    is_revoked: grant.revoked_at !== null,
    customer: toCustomer(lookUp(store.customers, grant.customer_id)),
    member: grant.member_id === null ? null : lookUp(store.members, grant.member_id),
    benefit: toBenefit(lookUp(store.benefits, grant.benefit_id)),
    // Deprecated, and absent from Polar's document.
    user_id: grant.customer_id,
  };
}
