import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { countListedIds } from '../../graphql/pricing/count-listed-ids.ts';
import type { Spending } from '../../graphql/pricing/operation-budget.ts';
import { priceOperation } from '../../graphql/pricing/price-operation.ts';
import { sum } from '../../graphql/pricing/price.ts';
import { pricedFields } from '../../graphql/pricing/priced-field.ts';
import { selectOperation } from '../../graphql/pricing/select-operation.ts';
import { extendResult } from '../answers/extend-result.ts';
import { createOperationError } from '../answers/refusal.ts';
import { secondsUntil } from '../answers/seconds-until.ts';
import type { CallerRateLimit } from '../demand/caller-rate-limit.ts';
import type { Limits } from '../demand/limits.ts';
import type { RequestContext } from '../request-context.ts';

/** The limits that are counted in calls to providers. */
type PriceLimits = Pick<Limits, 'upstreamCalls' | 'callerUpstreamCallsPerMinute'>;

/** How many ids the lists of one operation may hold: to price them takes time, and the answer has a place for each. */
const mostIds = 200;

/**
 * Prices each operation in calls to providers before it runs. One that is too expensive, or for which its caller has asked
 * too much, is refused before any call. With the header `x-billgraph-debug: 1` the answer tells what was asked.
 */
export function usePrice(
  { upstreamCalls, callerUpstreamCallsPerMinute: perMinute }: PriceLimits,
  rateLimit: CallerRateLimit | null,
): Plugin<RequestContext> {
  // What is more than a caller has in a whole minute would never be let through.
  const most = Math.min(upstreamCalls, perMinute ?? upstreamCalls);

  return {
    async onExecute({ args, setResultAndStopExecution }) {
      const { caller, budget, request } = args.contextValue;
      const operation = selectOperation(args);
      if (operation === null) return undefined;
      const fields = pricedFields(operation);
      const ids = countListedIds(fields);
      if (ids > mostIds) {
        setResultAndStopExecution({ errors: [tooManyIds(ids)] });
        return undefined;
      }
      const price = priceOperation(operation, fields, args.contextValue);
      const { total } = price;
      budget.foresee(price);
      const refusal = total > most ? tooExpensive(total, most) : await charge(rateLimit, caller.name, total);
      if (refusal !== null) setResultAndStopExecution({ errors: [refusal] });
      return {
        async onExecuteDone({ result, setResult }) {
          const spending = budget.spending();
          await rateLimit?.takeMore(caller.name, callsMade(spending) - total);
          if (request.headers.get('x-billgraph-debug') !== '1' || Symbol.asyncIterator in result) return;
          setResult(extendResult(result, { upstream: Object.fromEntries(spending) }));
        },
      };
    },
  };
}

/** Charges a caller for an operation; tells the error to answer where too little is left of the caller's minute. */
export async function charge(
  rateLimit: CallerRateLimit | null,
  caller: string,
  calls: number,
): Promise<GraphQLError | null> {
  const retryAfter = (await rateLimit?.take(caller, calls)) ?? null;
  return retryAfter === null ? null : rateLimited(retryAfter);
}

function callsMade(spending: ReadonlyMap<string, Spending>): number {
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
