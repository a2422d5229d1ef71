import { type Batch, mapBatch, readEach } from '../../billing/batch.ts';
import type { Call } from '../../billing/call.ts';
import { ProviderError } from '../../billing/provider-error.ts';
import { soonestFirst, type UpcomingGrantReads } from '../../billing/upcoming-grant.ts';
import { readChunks } from '../read-chunks.ts';
import { createRowLoader, type RowLoader } from '../row-loader.ts';
import { type FlexpriceClient, notFound, path, routableKeys } from './client.ts';
import { toOwnedRows, valueAt } from './owned-rows.ts';
import type { SubscriptionRows } from './subscription-rows.ts';
import { creditGrantIdSchema, creditGrantSchema, type WireCreditGrant } from './wire/credit-grant.ts';
import {
  toUpcomingGrant,
  upcomingGrantListSchema,
  type WireGrantApplication,
} from './wire/upcoming-grant.ts';

/** Ids travel in the query, whose length servers limit. */
export const largestChunk = 50;

/**
 * Planned grants through `GET /customers/{id}/grants/upcoming`, one customer a call. What they are called and worth is
 * kept apart, and read for all customers together.
 */
export function createUpcomingGrantReads(
  client: FlexpriceClient,
  subscriptions: SubscriptionRows,
): UpcomingGrantReads {
  const definitionRows = createDefinitionRows(client);

  async function readApplications(key: string, call: Call): Promise<readonly WireGrantApplication[] | null> {
    const list = await client.find(
      {
        method: 'GET',
        path: path`/customers/${key}/grants/upcoming`,
        schema: upcomingGrantListSchema,
        missing: notFound,
      },
      call,
    );
    const now = call.now();
    return list && (list.items ?? []).filter(({ scheduled_for }) => scheduled_for > now);
  }

  return {
    async ofCustomers(keys, parts, call) {
      const applications = await readEach(routableKeys(keys), (key) => readApplications(key, call));
      const { owners, grantIds } = summarize(applications);
      const [definitions, subscribed] = await Promise.all([
        definitionRows.load(parts.definition || parts.amount ? grantIds : [], call),
        subscriptions.live.load(parts.amount ? owners : [], call),
      ]);
      return mapBatch(applications, (rows, key) => {
        const ofCustomer = valueAt(subscribed, key) ?? [];
        const grants = rows.map((row) => {
          const [definition = null] = valueAt(definitions, row.credit_grant_id) ?? [];
          const subscription = ofCustomer.find(({ id }) => id === row.subscription_id);
          return toUpcomingGrant(row, { definition, currency: subscription?.currency ?? null });
        });
        return soonestFirst(grants);
      });
    },
  };
}

/** Credit grants by id through `GET /creditgrants`; no row for one that is archived by now. */
function createDefinitionRows(client: FlexpriceClient): RowLoader<readonly WireCreditGrant[]> {
  const owned = { provider: client.provider, ownerSchema: creditGrantIdSchema, rowSchema: creditGrantSchema };
  return createRowLoader((ids, call) =>
    readChunks(ids, largestChunk, async (credit_grant_ids) => {
      const rows = await client.list(path`/creditgrants`, { credit_grant_ids }, call);
      return toOwnedRows(rows, { ...owned, owners: credit_grant_ids });
    }),
  );
}

interface ApplicationSummary {
  /** The customers that have any. */
  readonly owners: readonly string[];
  readonly grantIds: readonly string[];
}

function summarize(applications: Batch<readonly WireGrantApplication[]>): ApplicationSummary {
  const owners: string[] = [];
  const grantIds = new Set<string>();
  for (const [key, rows] of applications) {
    if (rows instanceof ProviderError || rows.length === 0) continue;
    owners.push(key);
    for (const { credit_grant_id } of rows) grantIds.add(credit_grant_id);
  }
  return { owners, grantIds: [...grantIds] };
}
