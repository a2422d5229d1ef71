import { invalid } from '../refusal.ts';
import type { Fields } from '../request/fields.ts';
import { parseTimestamp } from '../timestamp.ts';

/** A column's value; null is NULL. */
export type ColumnValue = string | number | boolean | null;

/** Whether a row's column meets a condition; null where the condition is one that the provider silently drops. */
export type Condition = ((value: ColumnValue) => boolean) | null;

const operators = [
  'eq',
  'contains',
  'not_contains',
  'gt',
  'lt',
  'gte',
  'in',
  'not_in',
  'before',
  'after',
] as const;
const dataTypes = ['string', 'number', 'date', 'array', 'boolean'];

/**
 * The condition of one member of `filters`. Each operator looks at one member of `value`; where that is missing, or
 * the operator is unknown or `gte`, there is no condition and the list holds more rows than were asked for.
 */
export function toCondition(operator: string | null, value: Fields): Condition {
  switch (operator) {
    case 'eq':
      return equals(value);
    case 'contains':
      return compare(value.text('string'), (column, part) => holds(column, part));
    case 'not_contains':
      return compare(value.text('string'), (column, part) => !holds(column, part));
    case 'gt':
      return compare(value.number('number'), (column, number) => Number(column) > number);
    case 'lt':
      return compare(value.number('number'), (column, number) => Number(column) < number);
    case 'in':
      return compare(nonEmpty(value.texts('array')), (column, texts) => texts.includes(String(column)));
    case 'not_in':
      return compare(nonEmpty(value.texts('array')), (column, texts) => !texts.includes(String(column)));
    case 'before':
      return compare(timeIn(value), (column, time) => Date.parse(String(column)) < time);
    case 'after':
      return compare(timeIn(value), (column, time) => Date.parse(String(column)) > time);
    default:
      return null;
  }
}

/** Refuses a condition that is not whole, on the routes that look at their conditions before they use them. */
export function refuseIncompleteCondition(filter: Fields): void {
  const field = filter.text('field');
  const operator = filter.text('operator');
  const dataType = filter.text('data_type');
  if (!field) throw invalid('A filter needs a field');
  if (!operators.some((known) => known === operator))
    throw invalid('A filter has an unknown operator', { field });
  if (dataType === null || !dataTypes.includes(dataType)) {
    throw invalid('A filter has an unknown data type', { field });
  }
  if (filter.object('value') === null) throw invalid('A filter needs a value', { field });
}

function equals(value: Fields): Condition {
  const text = value.text('string');
  if (text !== null) return compare(text, (column, expected) => String(column) === expected);
  const plain = value.number('number') ?? value.flag('boolean');
  if (plain !== null) return compare(plain, (column, expected) => String(column) === String(expected));
  const time = timeIn(value);
  if (time !== null) return compare(time, (column, expected) => Date.parse(String(column)) === expected);
  return compare(value.texts('array'), (column, expected) => String(column) === String(expected));
}

/** NULL meets no condition, not even a negative one. */
function compare<Expected>(
  expected: Expected | null,
  meets: (column: string | number | boolean, expected: Expected) => boolean,
): Condition {
  if (expected === null) return null;
  return (column) => column !== null && meets(column, expected);
}

function holds(column: string | number | boolean, part: string): boolean {
  return String(column).toLowerCase().includes(part.toLowerCase());
}

function nonEmpty(texts: readonly string[] | null): readonly string[] | null {
  return texts === null || texts.length === 0 ? null : texts;
}

function timeIn(value: Fields): number | null {
  return parseTimestamp(value.text('date') ?? '')?.getTime() ?? null;
}
