import { z } from 'zod';
import type { FieldProblem, RefusedField } from '../../../billing/provider-error.ts';
import { distinctRows } from '../../distinct-rows.ts';

/** The code goes to the log, so that only a word is taken for one. */
const refusalSchema = z.object({
  code: z
    .string()
    .regex(/^\w{1,64}$/)
    .optional()
    .catch(undefined),
  error: z.string().optional(),
});

const complaintsSchema = z.object({
  code: z.literal('validation_errors'),
  error_details: z.record(z.string(), z.unknown()),
});

/**
 * The reason of a 401 that is not about the key it was asked with: a payment provider has refused the key that Lago
 * keeps for it. Lago has no code for that, only the payment provider's own words in place of "Unauthorized".
 */
export const paymentProviderUnauthenticated = 'payment_provider_unauthenticated';

/** Lago's code for a refusal; null where it has none. */
export function toReason(status: number, body: unknown): string | null {
  const { code, error } = refusalSchema.safeParse(body).data ?? {};
  if (code === undefined) {
    const elsewhere = status === 401 && error !== undefined && error !== 'Unauthorized';
    return elsewhere ? paymentProviderUnauthenticated : null;
  }
  // A server that is in trouble, or that refuses the key, has not looked for anything.
  if (code.endsWith('_not_found') && status !== 404) return null;
  return codeOfRecord(status, body) ?? code;
}

/** What is wrong with the record as a whole ("no_linked_payment_provider"), which says more than "validation_errors". */
function codeOfRecord(status: number, body: unknown): string | null {
  const { base, provider_payment_methods: methods } = complaintsIn(status, body);
  const [code] = textsIn(base ?? methods);
  return code !== undefined && /^[a-z_]{1,64}$/.test(code) ? code : null;
}

/** What a refusal has against single fields of a customer, as our inputs name them. */
export function toFields(status: number, body: unknown): readonly RefusedField[] {
  const fields = Object.entries(complaintsIn(status, body)).flatMap(([name, detail]) =>
    textsIn(detail).map((code) => ({ path: paths.get(name) ?? [], problem: toProblem(name, code) })),
  );
  return distinctRows(fields, (field) => JSON.stringify(field));
}

/** Lago's codes by field; other refusals have details of other shapes. */
function complaintsIn(status: number, body: unknown): Readonly<Record<string, unknown>> {
  return (status === 422 && complaintsSchema.safeParse(body).data?.error_details) || {};
}

/** A complaint about an entry of the metadata names its key or its value, and not which entry. */
const paths: ReadonlyMap<string, readonly string[]> = new Map([
  ['external_id', ['externalId']],
  ['name', ['name']],
  ['email', ['email']],
  ['phone', ['phone']],
  ['currency', ['currency']],
  ['timezone', ['timezone']],
  ['document_locale', ['locale']],
  ['tax_identification_number', ['taxId']],
  ['address_line1', ['address', 'line1']],
  ['address_line2', ['address', 'line2']],
  ['city', ['address', 'city']],
  ['state', ['address', 'state']],
  ['zipcode', ['address', 'postalCode']],
  ['country', ['address', 'country']],
  ['metadata', ['metadata']],
  ['key', ['metadata']],
  ['value', ['metadata']],
]);

function toProblem(name: string, code: string): FieldProblem {
  switch (code) {
    case 'value_is_mandatory':
      // Missing is what an entry lacks, not the metadata.
      return name === 'key' || name === 'value' ? 'invalid' : 'required';
    case 'value_already_exist':
      return 'taken';
    case 'value_is_too_long':
      return 'too-long';
    case 'invalid_count':
      return 'too-many';
    case 'currencies_does_not_match':
      return 'fixed';
    default:
      return 'invalid';
  }
}

/** The codes of a detail: a list of them, or lists by index. Nothing has a reason to lie deeper than that. */
function textsIn(detail: unknown, depth = 4): readonly string[] {
  if (typeof detail === 'string') return [detail];
  if (typeof detail !== 'object' || detail === null || depth === 0) return [];
  return Object.values(detail).flatMap((part) => textsIn(part, depth - 1));
}
