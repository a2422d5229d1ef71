import { type Check, nullable, reject } from './check.ts';
import { type Fields, isObject, object } from './fields.ts';
import { optionalText, text, webAddress } from './scalars.ts';
import { uuid } from './uuid.ts';

/** Whose portal somebody wants to open. */
export interface SessionDraft {
  readonly customer:
    | { readonly by: 'id'; readonly id: string }
    | { readonly by: 'external id'; readonly externalId: string };
  readonly member_id: string | null;
  readonly external_member_id: string | null;
  readonly return_url: string | null;
}

/** The body of a create: a customer's id or external id, the latter under either of two names. */
export const sessionDraft: Check<SessionDraft> = (input, location) => {
  if (isObject(input) && input.customer_id !== undefined) return byId(input, location);
  if (isObject(input) && input.external_customer_id !== undefined) {
    return byExternalId('external_customer_id')(input, location);
  }
  if (isObject(input) && input.customer_external_id !== undefined) {
    return byExternalId('customer_external_id')(input, location);
  }
  return neither(input, location);
};

const byId: Check<SessionDraft> = object((fields) => ({
  ...commonDraft(fields),
  customer: { by: 'id', id: fields.required('customer_id', uuid) ?? '' },
}));

function byExternalId(name: string): Check<SessionDraft> {
  return object((fields) => ({
    ...commonDraft(fields),
    customer: { by: 'external id', externalId: fields.required(name, text()) ?? '' },
  }));
}

/** Each variant of the union tells what it misses. */
const neither: Check<never> = (input, location) => {
  const outcomes = (
    [
      ['CustomerSessionCustomerIDCreate', 'customer_id'],
      ['CustomerSessionCustomerExternalIDCreate', 'external_customer_id'],
    ] as const
  ).map(([variant, name]) => reject('missing', [...location, variant, name], 'Field required', input));
  return { ok: false, problems: outcomes.flatMap((outcome) => (outcome.ok ? [] : outcome.problems)) };
};

function commonDraft(fields: Fields): Omit<SessionDraft, 'customer'> {
  return {
    member_id: fields.optional('member_id', nullable(uuid)) ?? null,
    external_member_id: fields.optional('external_member_id', nullable(optionalText)) ?? null,
    return_url: fields.optional('return_url', nullable(webAddress)) ?? null,
  };
}
