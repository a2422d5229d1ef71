import { priceMutation } from './mutation-price.ts';
import { addUp, free, type Price, type PricingContext } from './price.ts';
import { priceQuery } from './query-price.ts';
import type { PricedField } from './priced-field.ts';
import type { SelectedOperation } from './selected-field.ts';

/**
 * What an operation will cost, in calls to each account, worked out from its fields, its lists and what the adapters say
 * their answers cost, without asking anybody. Customers with several live subscriptions, or with lists of several pages,
 * cost more than is foreseen. Where caller and arguments already tell that nobody will be asked, it costs nothing.
 */
export function priceOperation(
  { definition }: SelectedOperation,
  fields: readonly PricedField[],
  context: PricingContext,
): Price {
  if (fields.length === 0) return free;
  const prices =
    definition.operation === 'mutation'
      ? fields.map((field) => priceMutation(field, context))
      : [priceQuery(fields, context)];
  return addUp(prices);
}
