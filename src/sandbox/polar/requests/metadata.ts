import type { Problem } from '../errors.ts';
import type { Metadata } from '../records/stamped.ts';
import { accept, type Check, reject } from './check.ts';
import { isObject } from './fields.ts';
import { text } from './scalars.ts';

const mostEntries = 50;
const key = text(1, 40);
const textValue = text(1, 500);

const value: Check<string | number | boolean> = (input, location) =>
  typeof input === 'number' || typeof input === 'boolean' ? accept(input) : textValue(input, location);

/** Metadata to store: at most 50 entries of text, numbers and booleans. null is refused. */
export const metadata: Check<Metadata> = (input, location) => {
  if (!isObject(input)) return reject('dict_type', location, 'Input should be a valid dictionary', input);
  const count = Object.keys(input).length;
  if (count > mostEntries) {
    const message = `Dictionary should have at most ${mostEntries} items after validation, not ${count}`;
    return reject('too_long', location, message, input, {
      field_type: 'Dictionary',
      max_length: mostEntries,
      actual_length: count,
    });
  }
  const entries: [string, string | number | boolean][] = [];
  const problems: Problem[] = [];
  for (const [name, raw] of Object.entries(input)) {
    const outcomes = [key(name, [...location, name, '[key]']), value(raw, [...location, name])] as const;
    problems.push(...outcomes.flatMap((outcome) => (outcome.ok ? [] : outcome.problems)));
    if (outcomes[1].ok) entries.push([name, outcomes[1].value]);
  }
  return problems.length > 0 ? { ok: false, problems } : accept(Object.fromEntries(entries));
};
