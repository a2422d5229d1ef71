import type { Address } from '../records/customer.ts';
import { accept, type Check, nullable, refine, reject } from './check.ts';
import { isCountryAccepted, normalizeState } from './countries.ts';
import { object } from './fields.ts';
import { text } from './scalars.ts';

const country: Check<string> = refine(text(), (value, location) =>
  isCountryAccepted(value.toUpperCase())
    ? accept(value.toUpperCase())
    : reject('literal_error', location, 'Input should be the alpha-2 code of an accepted country', value),
);

const line = nullable(text());

const parts: Check<Address> = object((fields) => ({
  line1: fields.optional('line1', line) ?? null,
  line2: fields.optional('line2', line) ?? null,
  postal_code: fields.optional('postal_code', line) ?? null,
  city: fields.optional('city', line) ?? null,
  state: fields.optional('state', line) ?? null,
  country: fields.required('country', country) ?? '',
}));

/** An address to store: the country in upper case, states of the United States and Canada normalized. */
export const address: Check<Address> = refine(parts, (value, location) => {
  if (value.state === null) return accept(value);
  const state = normalizeState(value.country, value.state);
  return state === null
    ? reject('value_error', [...location, 'state'], 'Value error, unknown state', value.state)
    : accept({ ...value, state });
});
