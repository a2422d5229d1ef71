import { invalidInput } from '../billing/write-refusal.ts';

/** Throws a WriteRefusal that names those of the options that are given: the provider has no place for any of them. */
export function refuseOptions(options: Readonly<Record<string, unknown>>): void {
  const given = Object.keys(options).filter((name) => options[name] !== null);
  if (given.length === 0) return;
  throw invalidInput(given.map((name) => ({ path: [name], message: 'has no place at this provider' })));
}
