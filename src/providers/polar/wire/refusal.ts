import { z } from 'zod';
import type { FieldProblem, RefusedField } from '../../../billing/provider-error.ts';
import { distinctRows } from '../../distinct-rows.ts';

/** One thing that is wrong with a request. Polar echoes the input beside it, which is left behind here. */
const complaintSchema = z.object({
  type: z.string(),
  loc: z.array(z.union([z.string(), z.number()])),
  msg: z.string(),
});

type Complaint = z.infer<typeof complaintSchema>;

const refusalSchema = z.object({
  error: z.string().nullish(),
  detail: z.array(complaintSchema.nullable().catch(null)),
});

/** The code of a request that fits the schema and breaks a rule ("is taken"). */
const brokenRule = 'PolarRequestValidationError';

/** Our fields by Polar's names for them. A member is what a team's portal session needs; no input of ours has one. */
const fieldOf: ReadonlyMap<string, string> = new Map([
  ['external_id', 'externalId'],
  ['name', 'name'],
  ['email', 'email'],
  ['locale', 'locale'],
  ['tax_id', 'taxId'],
  ['billing_address', 'address'],
  ['metadata', 'metadata'],
  ['customer_id', 'customer'],
  ['member_id', 'member'],
  ['return_url', 'returnUrl'],
  ['success_url', 'successUrl'],
  ['products', 'products'],
]);

const addressPartOf: ReadonlyMap<string, string> = new Map([
  ['line1', 'line1'],
  ['line2', 'line2'],
  ['city', 'city'],
  ['state', 'state'],
  ['postal_code', 'postalCode'],
  ['country', 'country'],
]);

/** What a 422 says about the fields of the body, each problem once; fields that are none of our inputs' are left out. */
export function toFields(status: number, body: unknown): readonly RefusedField[] {
  const refusal = status === 422 ? refusalSchema.safeParse(body).data : undefined;
  const fields = (refusal?.detail ?? []).flatMap((complaint) =>
    complaint === null ? [] : toField(complaint, refusal?.error === brokenRule),
  );
  return distinctRows(fields, (field) => JSON.stringify(field));
}

function toField(complaint: Complaint, isRule: boolean): readonly RefusedField[] {
  const path = pathOf(complaint.loc);
  if (path === null) return [];
  // A tax id is checked by the rules of the country, and a missing one is blamed on the address.
  if (complaint.type === 'missing' && path.length === 1 && path[0] === 'address')
    return [{ path: ['address', 'country'], problem: 'required' }];
  return [{ path, problem: problemOf(path[0], complaint, isRule) }];
}

/** Between "body" and the field there may be the name of a variant: ["body", "individual", "billing_address", "country"]. */
function pathOf([origin, ...location]: Complaint['loc']): readonly string[] | null {
  const names = location.map(String);
  const start = names.findIndex((name) => fieldOf.has(name));
  const field = fieldOf.get(names[start] ?? '');
  if (origin !== 'body' || field === undefined) return null;
  if (field !== 'address') return [field];
  const [part] = names.slice(start + 1).flatMap((name) => addressPartOf.get(name) ?? []);
  return part === undefined ? [field] : [field, part];
}

/** Polar tells its rules apart by the text alone: their type is always "value_error". */
function problemOf(field: string | undefined, { type, msg }: Complaint, isRule: boolean): FieldProblem {
  const isUnique = field === 'externalId' || field === 'email';
  if (isRule && isUnique && msg.includes('already exists')) return 'taken';
  if (isRule && field === 'externalId' && msg.includes('cannot be updated')) return 'fixed';
  switch (type) {
    case 'missing':
      return 'required';
    case 'string_too_long':
    case 'url_too_long':
      return 'too-long';
    case 'too_long':
      return 'too-many';
    default:
      return 'invalid';
  }
}
