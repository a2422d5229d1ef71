import type { Routes } from '../../router.ts';
import { answerJson } from '../answers.ts';
import { baseColumns } from '../listing/columns.ts';
import { readExpansions, readListRequest } from '../listing/list-request.ts';
import { isAmong, type Page, selectRows, toPage } from '../listing/select-rows.ts';
import { invalid, notFound } from '../refusal.ts';
import type { Fields } from '../request/fields.ts';
import { readQueryFields } from '../request/query-fields.ts';
import type { CreditGrantRow } from '../rows/credit-grant.ts';
import type { Store } from '../store.ts';

const scopes: readonly string[] = ['PLAN', 'SUBSCRIPTION', 'ADDON'];

/** The reads of the rules by which credits are granted. */
export function creditGrantRoutes(store: Store): Routes {
  return {
    'GET /creditgrants': ({ query }) => answerJson(200, list(store, readQueryFields(query))),
    'GET /creditgrants/:id': (_, { id = '' }) => {
      const grant = store.creditGrants.find((row) => row.id === id && row.status === 'published');
      if (grant === undefined) throw notFound(`There is no credit grant ${id}`, { credit_grant_id: id });
      return answerJson(200, grant);
    },
  };
}

function list(store: Store, fields: Fields): Page<CreditGrantRow> {
  const request = readListRequest(fields);
  readExpansions(fields, []);
  const scope = fields.text('scope') || null;
  if (scope !== null && !scopes.includes(scope)) throw invalid('scope must be PLAN, SUBSCRIPTION or ADDON');
  const hasId = isAmong(fields.texts('credit_grant_ids'));
  const hasPlan = isAmong(fields.texts('plan_ids'));
  const hasSubscription = isAmong(fields.texts('subscription_ids'));
  const hasAddon = isAmong(fields.texts('addon_ids'));
  const table = {
    rows: store.creditGrants,
    columns: baseColumns,
    checksConditions: false,
    tossCoin: store.tossCoin,
  };
  const matches = (row: CreditGrantRow) =>
    hasId(row.id) &&
    hasPlan(row.plan_id ?? '') &&
    hasSubscription(row.subscription_id ?? '') &&
    hasAddon(row.addon_id ?? '') &&
    (scope === null || row.scope === scope);
  return toPage(selectRows(table, request).filter(matches), request);
}
