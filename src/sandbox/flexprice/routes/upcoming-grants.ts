import type { SandboxAnswer } from '../../http-server.ts';
import type { Routes } from '../../router.ts';
import { answerJson } from '../answers.ts';
import type { CreditGrantApplicationRow } from '../rows/credit-grant.ts';
import type { Store } from '../store.ts';
import { getCustomer } from './customers.ts';

/** The reads of a customer's grants to come. */
export function upcomingGrantRoutes(store: Store): Routes {
  return {
    'GET /customers/:id/grants/upcoming': (_, { id = '' }): SandboxAnswer => {
      const items = upcomingGrants(store, getCustomer(store, id).id);
      return answerJson(200, { items, pagination: { total: items.length, limit: 0, offset: 0 } });
    },
  };
}

/** All of them, the soonest first. One that failed and whose time has passed is not upcoming any more. */
function upcomingGrants(store: Store, customerId: string): readonly CreditGrantApplicationRow[] {
  const live = store.subscriptions
    .filter(({ customer_id }) => customer_id === customerId)
    .filter(({ subscription_status: status }) => status === 'active' || status === 'trialing')
    .map(({ id }) => id);
  return store.creditGrantApplications
    .filter(
      (row) =>
        live.includes(row.subscription_id) &&
        (row.application_status === 'pending' || row.application_status === 'failed') &&
        new Date(row.scheduled_for) > store.now(),
    )
    .sort((one, other) => Date.parse(one.scheduled_for) - Date.parse(other.scheduled_for));
}
