import { json, type SandboxAnswer } from '../../http-server.ts';
import { type Problem, refused } from '../errors.ts';
import { polarId } from '../organization.ts';
import type { CustomerRecord, TaxId } from '../records/customer.ts';
import type { CustomerDraft } from '../requests/customer.ts';
import { type PolarStore, put } from '../store.ts';
import { timestamp } from '../timestamp.ts';
import { toCustomer } from './customer.ts';
import { checkTaxId, emailProblems, externalIdProblems } from './customer-rules.ts';

/** Stores a new customer, unless a rule forbids it, and its owner, if one is named. */
export function createCustomer(store: PolarStore, draft: CustomerDraft): SandboxAnswer {
  const problems = [
    ...organizationProblems(draft.organization_id),
    ...emailProblems(store, draft.email, null),
    ...externalIdProblems(store, draft.external_id, null),
  ];
  if (problems.length > 0) return refused(problems);
  const taxId = checkTaxId(draft.tax_id, draft.billing_address);
  if (!taxId.ok) return refused(taxId.problems);

  const customer = newCustomer(store, draft, taxId.value);
  put(store.customers, customer);
  if (draft.owner !== null) {
    put(store.members, {
      ...draft.owner,
      id: polarId('created member', customer.id),
      created_at: customer.created_at,
      modified_at: null,
      customer_id: customer.id,
      role: 'owner',
    });
  }
  return json(201, toCustomer(customer));
}

function newCustomer(store: PolarStore, draft: CustomerDraft, taxId: TaxId | null): CustomerRecord {
  return {
    id: polarId('created customer', String(store.customers.size + 1)),
    created_at: timestamp(store.now()),
    modified_at: null,
    metadata: draft.metadata,
    external_id: draft.external_id,
    email: draft.email,
    email_verified: false,
    type: draft.type,
    name: draft.name,
    billing_name: null,
    billing_address: draft.billing_address,
    tax_id: taxId,
    locale: draft.locale,
    default_payment_method_id: null,
    deleted_at: null,
    first_user_event_at: null,
  };
}

function organizationProblems(organizationId: string | null): readonly Problem[] {
  if (organizationId === null) return [];
  const message = 'Setting organization_id is disallowed when using an organization token.';
  return [
    {
      type: 'organization_token',
      loc: ['body', 'organization_id'],
      msg: message,
      input: organizationId,
    },
  ];
}
