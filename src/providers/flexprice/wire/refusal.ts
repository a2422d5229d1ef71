import { z } from 'zod';
import type { FieldProblem, RefusedField } from '../../../billing/provider-error.ts';

/** The code goes to the log, so that only a word is taken for one. */
const refusalSchema = z.object({ code: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/) });

/** Deployments from before April 2026 answer with a message and no code. */
const olderRefusalSchema = z.object({ success: z.literal(false), error: z.object({ message: z.string() }) });

/**
 * Flexprice's code for a refusal, in both of its error shapes. null for what comes from around the handlers: a missing
 * key, an unknown route, a panic.
 */
export function toReason(status: number, body: unknown): string | null {
  const coded = refusalSchema.safeParse(body);
  // Only this pair proves an absence; the status of an error is picked at random where two codes apply to it.
  if (coded.success) return coded.data.code === 'not_found' && status !== 404 ? null : coded.data.code;
  return olderRefusalSchema.safeParse(body).success ? reasonOfStatus(status) : null;
}

/** Our word for a refusal that is told without a code, neither of an absence nor of a duplicate. */
export const badRequest = 'bad_request';

function reasonOfStatus(status: number): string | null {
  switch (status) {
    case 400:
      return badRequest;
    case 404:
      return 'not_found';
    case 409:
      return 'already_exists';
    default:
      return null;
  }
}

const details = z.record(z.string(), z.unknown());

/** Where the two error shapes keep what is wrong with single fields. */
const detailsSchema = z.union([
  z.object({ details }).transform((refusal) => refusal.details),
  z.object({ error: z.object({ details }) }).transform(({ error }) => error.details),
]);

/** Our fields by their names in Flexprice's source, which key the details of a failed validation. */
const pathOf: ReadonlyMap<string, readonly string[]> = new Map([
  ['ExternalID', ['externalId']],
  ['Name', ['name']],
  ['Email', ['email']],
  ['Contact', ['phone']],
  ['Timezone', ['timezone']],
  ['AddressLine1', ['address', 'line1']],
  ['AddressLine2', ['address', 'line2']],
  ['AddressCity', ['address', 'city']],
  ['AddressState', ['address', 'state']],
  ['AddressPostalCode', ['address', 'postalCode']],
  ['AddressCountry', ['address', 'country']],
  ['Metadata', ['metadata']],
]);

/** What a refusal says about the fields that were sent. A duplicate names none; only external ids are unique. */
export function toFields(status: number, body: unknown): readonly RefusedField[] {
  if (toReason(status, body) === 'already_exists') return [{ path: ['externalId'], problem: 'taken' }];
  return Object.entries(detailsSchema.safeParse(body).data ?? {}).flatMap(([name, text]) => {
    if (taxIdKeys.has(name)) return [{ path: ['metadata'], problem: 'invalid' as const }];
    const problem = problemOf(text);
    return problem === null ? [] : [{ path: pathOf.get(name.replace(/\[.*$/s, '')) ?? [], problem }];
  });
}

/** Metadata that Flexprice reads as Indian tax ids, and refuses by the key. */
const taxIdKeys: ReadonlySet<string> = new Set(['gstin', 'pan']);

/** The text ends like "failed on the 'email' tag"; details of other errors hold ids and the like. */
function problemOf(text: unknown): FieldProblem | null {
  const tag = typeof text === 'string' ? /failed on the '(\w+)' tag/.exec(text)?.[1] : undefined;
  switch (tag) {
    case undefined:
      return null;
    case 'required':
      return 'required';
    case 'max':
      return 'too-long';
    default:
      return 'invalid';
  }
}
