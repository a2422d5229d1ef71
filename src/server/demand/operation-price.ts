import { GraphQLError } from 'graphql';
import { countListedIds } from '../../graphql/pricing/count-listed-ids.ts';
import type { Spending } from '../../graphql/pricing/operation-budget.ts';
import { priceOperation } from '../../graphql/pricing/price-operation.ts';
import { type Price, sum } from '../../graphql/pricing/price.ts';
import { pricedFields } from '../../graphql/pricing/priced-field.ts';
import type { SelectedOperation } from '../../graphql/pricing/selected-field.ts';
import { createOperationError } from '../answers/refusal.ts';
import { secondsUntil } from '../answers/seconds-until.ts';
import type { RequestContext } from '../request-context.ts';
import type { CallerRateLimit } from './caller-rate-limit.ts';
import type { Limits } from './limits.ts';

/** The limits that are counted in calls to providers. */
type PriceLimits = Pick<Limits, 'upstreamCalls' | 'callerUpstreamCallsPerMinute'>;

/** How many ids the lists of one operation may hold: to price them takes time, and the answer has a place for each. */
const mostIds = 200;

/**
 * Prices an operation in calls to providers before it runs, and sets its budget. Gives the error to answer where it is too
 * expensive, or where its caller, who is charged for it, has asked for too much: before any call.
 */
export type AdmitOperation = (
  operation: SelectedOperation,
  request: Pick<RequestContext, 'context' | 'budget'>,
) => Price | GraphQLError | Promise<Price | GraphQLError>;

/** Admits what keeps within the limits. */
export function createAdmitOperation(
  { upstreamCalls, callerUpstreamCallsPerMinute: perMinute }: PriceLimits,
  rateLimit: CallerRateLimit | null,
): AdmitOperation {
  // What is more than a caller has in a whole minute would never be let through.
  const most = Math.min(upstreamCalls, perMinute ?? upstreamCalls);

  return (operation, { context, budget }) => {
    const fields = pricedFields(operation);
    const ids = countListedIds(fields);
    if (ids > mostIds) return tooManyIds(ids);
    const price = priceOperation(operation, fields, context);
    budget.foresee(price);
    if (price.total > most) return tooExpensive(price.total, most);
    if (rateLimit === null) return price;
    return charge(rateLimit, context.caller.name, price.total).then((refusal) => refusal ?? price);
  };
}

/** Charges a caller for an operation; tells the error to answer where too little is left of the caller's minute. */
export async function charge(
  rateLimit: CallerRateLimit,
  caller: string,
  calls: number,
): Promise<GraphQLError | null> {
  const retryAfter = await rateLimit.take(caller, calls);
  return retryAfter === null ? null : rateLimited(retryAfter);
}

/** The calls that were made to all accounts. */
export function callsMade(spending: ReadonlyMap<string, Spending>): number {
  return sum(Array.from(spending.values(), ({ actual }) => actual));
}

function tooExpensive(price: number, limit: number): GraphQLError {
  return createOperationError(
    `The operation would cost ${price} calls to providers, and at most ${limit} are allowed. Ask for fewer customers at once, or for fewer of their fields.`,
    { code: 'QUERY_TOO_EXPENSIVE', price, limit },
  );
}

function tooManyIds(ids: number): GraphQLError {
  return createOperationError(`The operation asks for ${ids} ids, and at most ${mostIds} are allowed.`, {
    code: 'QUERY_TOO_EXPENSIVE',
    limitOf: 'ids',
    limit: mostIds,
  });
}

function rateLimited(retryAfter: Date): GraphQLError {
  const seconds = Math.max(1, secondsUntil(retryAfter, new Date()));
  return new GraphQLError('You have asked for too much in the last minute.', {
    extensions: {
      code: 'RATE_LIMITED',
      retryAfter: retryAfter.toISOString(),
      http: { status: 429, headers: { 'retry-after': String(seconds) } },
    },
  });
}
