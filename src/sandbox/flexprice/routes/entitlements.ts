import type { SandboxAnswer } from '../../http-server.ts';
import type { Routes } from '../../router.ts';
import { answerJson } from '../answers.ts';
import { notFound } from '../refusal.ts';
import { readQueryFields } from '../request/query-fields.ts';
import { findByExternalId, type Store } from '../store.ts';
import { aggregateEntitlements, liveSubscriptions } from './entitlement-aggregate.ts';

/** The reads of a customer's entitlements. */
export function entitlementRoutes(store: Store): Routes {
  return {
    'GET /customers/external/:externalId/entitlements': ({ query }, { externalId = '' }) => {
      const customer = findByExternalId(store, externalId);
      if (customer === undefined) {
        throw notFound(`There is no customer with the external id ${externalId}`, {
          external_id: externalId,
        });
      }
      return answerEntitlements(store, customer.id, query);
    },
    // The internal id is never looked up: one that does not exist is a customer without subscriptions.
    'GET /customers/:id/entitlements': ({ query }, { id = '' }) => answerEntitlements(store, id, query),
  };
}

function answerEntitlements(store: Store, customerId: string, query: URLSearchParams): SandboxAnswer {
  const fields = readQueryFields(query);
  const featureIds = fields.texts('feature_ids') ?? [];
  const subscriptions = liveSubscriptions(store, customerId, fields.texts('subscription_ids') ?? []);
  const features = aggregateEntitlements(store, subscriptions).filter(
    ({ feature }) => featureIds.length === 0 || featureIds.includes(feature.id),
  );
  return answerJson(200, {
    customer_id: customerId,
    subscriptions: subscriptions.map((row) => ({ ...row, plan: null, customer: null })),
    features,
  });
}
