import type { Location, Problem } from '../errors.ts';

/** What a check makes of an input: the value it spells, or what is wrong with it. */
export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads an untrusted input that stands at a place in the request. */
export type Check<Value> = (input: unknown, location: Location) => Outcome<Value>;

/** A check's good outcome. */
export function accept<Value>(value: Value): Outcome<Value> {
  return { ok: true, value };
}

/** A check's bad outcome with one problem. */
export function reject(
  type: string,
  loc: Location,
  msg: string,
  input: unknown,
  ctx?: Readonly<Record<string, unknown>>,
): Outcome<never> {
  return { ok: false, problems: [{ type, loc, msg, input, ...(ctx === undefined ? {} : { ctx }) }] };
}

/** Lets null pass as null. */
export function nullable<Value>(check: Check<Value>): Check<Value | null> {
  return (input, location) => (input === null ? accept(null) : check(input, location));
}

/** A check of what another check made of the input. */
export function refine<From, To>(
  check: Check<From>,
  further: (value: From, location: Location) => Outcome<To>,
): Check<To> {
  return (input, location) => {
    const outcome = check(input, location);
    return outcome.ok ? further(outcome.value, location) : outcome;
  };
}

/** Checks every item of a list of at least one. */
export function listOf<Item>(check: Check<Item>): Check<readonly Item[]> {
  return (input, location) => {
    if (!Array.isArray(input)) return reject('list_type', location, 'Input should be a valid list', input);
    if (input.length === 0) {
      const message = 'List should have at least 1 item after validation, not 0';
      return reject('too_short', location, message, input, {
        field_type: 'List',
        min_length: 1,
        actual_length: 0,
      });
    }
    const outcomes = input.map((item: unknown, index) => check(item, [...location, index]));
    const problems = outcomes.flatMap((outcome) => (outcome.ok ? [] : outcome.problems));
    return problems.length > 0
      ? { ok: false, problems }
      : accept(outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : [])));
  };
}
