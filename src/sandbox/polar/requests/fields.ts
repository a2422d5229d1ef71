import type { Location, Problem } from '../errors.ts';
import { type Check, type Outcome, reject } from './check.ts';

/** The fields of an object that is being read. What is wrong with them is gathered and told all at once. */
export interface Fields {
  /** undefined where the field is absent or has a problem. */
  optional<Value>(name: string, check: Check<Value>): Value | undefined;
  /** undefined where the field is absent, which is a problem, or has one. */
  required<Value>(name: string, check: Check<Value>): Value | undefined;
}

/** A check of an object by its fields. Fields that `read` does not ask for are ignored, as Polar does. */
export function object<Value>(read: (fields: Fields) => Value): Check<Value> {
  return (input, location) => {
    if (!isObject(input)) {
      const message = 'Input should be a valid dictionary or object to extract fields from';
      return reject('model_attributes_type', location, message, input);
    }
    return readObject(input, location, read);
  };
}

function readObject<Value>(
  input: Readonly<Record<string, unknown>>,
  location: Location,
  read: (fields: Fields) => Value,
): Outcome<Value> {
  const problems: Problem[] = [];
  const take = <Taken>(name: string, check: Check<Taken>): Taken | undefined => {
    const outcome = check(input[name], [...location, name]);
    if (outcome.ok) return outcome.value;
    problems.push(...outcome.problems);
    return undefined;
  };
  const value = read({
    optional: (name, check) => (input[name] === undefined ? undefined : take(name, check)),
    required: (name, check) => {
      if (input[name] !== undefined) return take(name, check);
      problems.push({ type: 'missing', loc: [...location, name], msg: 'Field required', input });
      return undefined;
    },
  });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value };
}

/** Whether the value is a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
