import type { SandboxAnswer, SandboxRequest } from '../http-server.ts';
import type { Routes } from '../router.ts';
import { ok } from './answer.ts';
import { isBillingEntity } from './customer-list.ts';
import { createCustomer, forCustomer } from './customer-routes.ts';
import { invalid, notFound, parameterMissing } from './errors.ts';
import { lifetimeUsage } from './lifetime-usage.ts';
import { listPage } from './paging.ts';
import { readList, readText } from './query.ts';
import { type JsonObject, readRoot, readTextField } from './request-body.ts';
import { findCustomer, type LagoStore, ownerOf, planOf } from './store.ts';
import {
  findSubscription,
  type Subscription,
  subscriptionListItem,
  subscriptionObject,
  subscriptionStatuses,
  subscriptionsInOrder,
} from './subscription.ts';
import { cancel, changePlan, subscribe, terminate } from './subscription-changes.ts';
import { parseTime } from './time.ts';

/** Subscriptions. */
export function subscriptionRoutes(store: LagoStore): Routes {
  return {
    'GET /subscriptions': ({ query }) => {
      const externalId = readText(query, 'external_customer_id');
      if (externalId === null) return list(() => true, query, store);
      const customer = findCustomer(store, externalId);
      return list(({ lago_customer_id }) => lago_customer_id === customer?.lago_id, query, store);
    },
    'GET /customers/:customer/subscriptions': forCustomer(store, ({ lago_id }, { query }) =>
      list(({ lago_customer_id }) => lago_customer_id === lago_id, query, store),
    ),
    'GET /subscriptions/:subscription': ({ query }, { subscription = '' }) => {
      const row = findSubscription(store, subscription, readText(query, 'status') ?? 'active');
      return row === null ? notFound('subscription') : ok({ subscription: subscriptionObject(row, store) });
    },
    'POST /subscriptions': (request) => createSubscription(request, store),
    'DELETE /subscriptions/:subscription': ({ query }, { subscription = '' }) =>
      endSubscription(subscription, query, store),
    'GET /subscriptions/:subscription/lifetime_usage': (_request, { subscription = '' }) =>
      lifetimeUsage(subscription, store),
  };
}

/** Only active ones unless `status[]` says otherwise; one unknown member switches that filter off altogether. */
function list(
  belongs: (row: Subscription) => boolean,
  query: URLSearchParams,
  store: LagoStore,
): SandboxAnswer {
  const wanted = readList(query, 'status') ?? ['active'];
  const known: readonly string[] = subscriptionStatuses;
  const statuses = wanted.every((status) => known.includes(status)) ? wanted : known;
  const entities = readList(query, 'billing_entity_codes');
  if (entities?.some((code) => !isBillingEntity(store, code))) return notFound('billing_entity');
  const plan = readText(query, 'plan_code');
  const currency = readText(query, 'currency');
  const externalId = readText(query, 'external_id');
  // No subscription here has a plan of its own.
  const overridden = readText(query, 'overridden') === 'true';

  const items = subscriptionsInOrder(store)
    .filter(belongs)
    .filter(({ status }) => !overridden && statuses.includes(status))
    .filter(({ plan_code }) => plan === null || plan_code === plan)
    .filter(({ external_id }) => externalId === null || external_id === externalId)
    .filter((row) => currency === null || planOf(store, row).amount_currency === currency)
    .filter((row) => entities === null || entities.includes(ownerOf(store, row).billing_entity_code));
  return listPage({ collection: 'subscriptions', items, query }, (row) => subscriptionListItem(row, store));
}

/** Creates the customer too where there is none; unlike POST /customers it trims the external id. */
function createSubscription(request: SandboxRequest, store: LagoStore): SandboxAnswer {
  const input = readRoot(request, 'subscription');
  if (input === null) return parameterMissing('subscription');
  const externalId = readTextField(input, 'external_id')?.trim();
  if (!externalId) return invalid({ external_id: ['value_is_mandatory'] });
  const customerId = readTextField(input, 'external_customer_id')?.trim();
  if (!customerId) return invalid({ external_customer_id: ['value_is_mandatory'] });
  const plan = store.catalog.plans.find(({ code }) => code === readTextField(input, 'plan_code'));
  if (plan === undefined) return notFound('plan');
  const endingAt = readTime(input, 'ending_at');
  if (endingAt !== null && endingAt <= store.now()) return invalid({ ending_at: ['invalid_date'] });

  const current = findSubscription(store, externalId, 'active');
  if (current !== null && ownerOf(store, current).external_id !== customerId)
    return invalid({ external_id: ['value_already_exist'] });
  const customer = findCustomer(store, customerId) ?? createCustomer(customerId, store);
  store.customers.save(customer);
  const order = {
    externalId,
    name: readTextField(input, 'name') ?? null,
    billingTime: input.billing_time === 'anniversary' ? ('anniversary' as const) : ('calendar' as const),
    beginsAt: readTime(input, 'subscription_at'),
    endingAt,
  };
  const row =
    current === null ? subscribe(customer, plan, order, store) : changePlan(current, customer, plan, store);
  return ok({ subscription: subscriptionObject(row, store) });
}

/** `status=pending` calls off one that waits; everything else ends the active one. */
function endSubscription(externalId: string, query: URLSearchParams, store: LagoStore): SandboxAnswer {
  const status = readText(query, 'status') === 'pending' ? 'pending' : 'active';
  const row = findSubscription(store, externalId, status);
  if (row === null) return notFound('subscription');
  const creditNote = readText(query, 'on_termination_credit_note');
  const invoice = readText(query, 'on_termination_invoice');
  const problem = endingProblem(creditNote, invoice);
  if (problem !== null) return invalid({ [problem]: ['value_is_invalid'] });
  const ended =
    status === 'pending'
      ? cancel(row, store)
      : terminate(row, store, {
          on_termination_credit_note: creditNote ?? row.on_termination_credit_note,
          on_termination_invoice: invoice ?? row.on_termination_invoice,
        });
  return ok({ subscription: subscriptionListItem(ended, store) });
}

function endingProblem(creditNote: string | null, invoice: string | null): string | null {
  if (creditNote !== null && !['credit', 'skip', 'refund', 'offset'].includes(creditNote))
    return 'on_termination_credit_note';
  return invoice !== null && !['generate', 'skip'].includes(invoice) ? 'on_termination_invoice' : null;
}

function readTime(input: JsonObject, field: string): Date | null {
  return parseTime(readTextField(input, field) ?? '');
}
