import { type Address, type CustomerType, customerTypes } from '../records/customer.ts';
import type { Metadata } from '../records/stamped.ts';
import { address } from './address.ts';
import { type Check, nullable, reject } from './check.ts';
import { type Fields, isObject, object } from './fields.ts';
import { metadata } from './metadata.ts';
import { email, locale, name, oneOf, optionalText } from './scalars.ts';
import { uuid } from './uuid.ts';

/** What somebody wants to create. */
export interface CustomerDraft {
  readonly type: CustomerType;
  readonly email: string | null;
  readonly external_id: string | null;
  readonly name: string | null;
  readonly billing_address: Address | null;
  /** As it was sent: the format comes from the address. */
  readonly tax_id: string | null;
  readonly locale: string | null;
  readonly metadata: Metadata;
  readonly owner: MemberDraft | null;
  readonly organization_id: string | null;
}

/** The member that comes with a new customer. */
interface MemberDraft {
  readonly email: string;
  readonly name: string | null;
  readonly external_id: string | null;
}

const owner: Check<MemberDraft> = object((fields) => ({
  email: fields.required('email', email) ?? '',
  name: fields.optional('name', nullable(name)) ?? null,
  external_id: fields.optional('external_id', nullable(optionalText)) ?? null,
}));

/** The body of a create. What is wrong with it is told with the customer's type in the location, as Polar does. */
export const customerDraft: Check<CustomerDraft> = (input, location) => {
  const type = isObject(input) ? (input.type ?? 'individual') : 'individual';
  if (type === 'individual') return individual(input, [...location, type]);
  if (type === 'team') {
    const outcome = team(input, [...location, type]);
    return outcome.ok && outcome.value.email === null && outcome.value.owner === null
      ? reject('value_error', [...location, type], 'Value error, a team needs an email or an owner', input)
      : outcome;
  }
  const message = "The input's tag should be one of 'individual', 'team'";
  return reject('union_tag_invalid', location, message, input, { tag: String(type) });
};

const individual: Check<CustomerDraft> = object((fields) => ({
  ...commonDraft(fields),
  type: 'individual',
  email: fields.required('email', email) ?? null,
}));

const team: Check<CustomerDraft> = object((fields) => ({
  ...commonDraft(fields),
  type: 'team',
  email: fields.optional('email', nullable(email)) ?? null,
}));

function commonDraft(fields: Fields): Omit<CustomerDraft, 'type' | 'email'> {
  return {
    external_id: fields.optional('external_id', nullable(optionalText)) ?? null,
    name: fields.optional('name', nullable(name)) ?? null,
    billing_address: fields.optional('billing_address', nullable(address)) ?? null,
    tax_id: fields.optional('tax_id', nullable(optionalText)) ?? null,
    locale: fields.optional('locale', nullable(locale)) ?? null,
    metadata: fields.optional('metadata', metadata) ?? {},
    owner: fields.optional('owner', nullable(owner)) ?? null,
    organization_id: fields.optional('organization_id', nullable(uuid)) ?? null,
  };
}

/** What somebody wants to change; undefined leaves a field as it is. */
export interface CustomerChanges {
  readonly email: string | null | undefined;
  readonly name: string | null | undefined;
  readonly billing_address: Address | null | undefined;
  readonly tax_id: string | null | undefined;
  readonly locale: string | null | undefined;
  readonly metadata: Metadata | undefined;
  readonly external_id: string | null | undefined;
  readonly type: CustomerType | null | undefined;
}

/** The body of an update by external id: an external id or a type in it is ignored. */
export const externalCustomerChanges: Check<CustomerChanges> = object((fields) => ({
  ...commonChanges(fields),
  external_id: undefined,
  type: undefined,
}));

/** The body of an update by id. */
export const customerChanges: Check<CustomerChanges> = object((fields) => ({
  ...commonChanges(fields),
  external_id: fields.optional('external_id', nullable(optionalText)),
  type: fields.optional('type', nullable(oneOf(customerTypes))),
}));

function commonChanges(fields: Fields): Omit<CustomerChanges, 'external_id' | 'type'> {
  return {
    email: fields.optional('email', nullable(email)),
    name: fields.optional('name', nullable(name)),
    billing_address: fields.optional('billing_address', nullable(address)),
    tax_id: fields.optional('tax_id', nullable(optionalText)),
    locale: fields.optional('locale', nullable(locale)),
    metadata: fields.optional('metadata', metadata),
  };
}
