import { type ExecutionArgs, getOperationAST, getVariableValues, Kind } from 'graphql';
import { priceMutation } from './mutation-price.ts';
import { addUp, type Price, type PricingContext } from './price.ts';
import { priceQuery } from './query-price.ts';
import { rootFields, type SelectedOperation } from './selected-field.ts';

/** An operation that is valid and about to be executed. */
type Operation = Pick<ExecutionArgs, 'schema' | 'document' | 'operationName' | 'variableValues'>;

/**
 * What an operation will cost, in calls to each account, worked out from its fields, its lists and what the adapters say
 * their answers cost, without asking anybody. Customers with several live subscriptions, or with lists of several pages,
 * cost more than is foreseen. Where caller and arguments already tell that nobody will be asked, it costs nothing.
 */
export function priceOperation(operation: SelectedOperation, context: PricingContext): Price {
  const fields = rootFields(operation);
  const prices =
    operation.definition.operation === 'mutation'
      ? fields.map((field) => priceMutation(field, context))
      : [priceQuery(fields, context)];
  return addUp(prices);
}

/** The operation that is to be executed; null where there is none, or its variables are not in order. */
export function selectOperation(operation: Operation): SelectedOperation | null {
  const { schema, document, operationName } = operation;
  const definition = getOperationAST(document, operationName);
  if (!definition) return null;
  const { coerced } = getVariableValues(
    schema,
    definition.variableDefinitions ?? [],
    operation.variableValues ?? {},
    // Each error quotes the value that it is about, and there can be one for each of its keys.
    { maxErrors: 1 },
  );
  if (coerced === undefined) return null;
  const fragments = document.definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
  return {
    schema,
    definition,
    variableValues: coerced,
    fragments: Object.fromEntries(fragments.map((fragment) => [fragment.name.value, fragment])),
  };
}
