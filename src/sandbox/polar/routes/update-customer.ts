import { json, type SandboxAnswer } from '../../http-server.ts';
import { type Problem, refused } from '../errors.ts';
import type { CustomerRecord } from '../records/customer.ts';
import type { CustomerChanges } from '../requests/customer.ts';
import { type PolarStore, put } from '../store.ts';
import { timestamp } from '../timestamp.ts';
import { toCustomer } from './customer.ts';
import { bodyProblem, checkTaxId, emailProblems, externalIdProblems } from './customer-rules.ts';

/**
 * Changes a customer, unless a rule forbids it. What null does differs by field: it clears the name, the locale and the
 * tax id, leaves the e-mail as it is, and is refused for an address, a team's type and an external id that is set.
 */
export function updateCustomer(
  store: PolarStore,
  customer: CustomerRecord,
  changes: CustomerChanges,
): SandboxAnswer {
  const problems = problemsWith(store, customer, changes);
  if (problems.length > 0) return refused(problems);
  const address = changes.billing_address ?? customer.billing_address;
  const taxId = checkTaxId(
    changes.tax_id === undefined ? (customer.tax_id?.[0] ?? null) : changes.tax_id,
    address,
  );
  if (!taxId.ok) return refused(taxId.problems);

  const email = changes.email ?? customer.email;
  const updated: CustomerRecord = {
    ...customer,
    modified_at: timestamp(store.now()),
    email,
    email_verified: customer.email_verified && email === customer.email,
    name: changes.name === undefined ? customer.name : changes.name,
    locale: changes.locale === undefined ? customer.locale : changes.locale,
    billing_address: address,
    tax_id: taxId.value,
    metadata: changes.metadata ?? customer.metadata,
    external_id: changes.external_id ?? customer.external_id,
    type: changes.type ?? customer.type,
  };
  put(store.customers, updated);
  return json(200, toCustomer(updated));
}

function problemsWith(
  store: PolarStore,
  customer: CustomerRecord,
  { email, external_id, billing_address, type }: CustomerChanges,
): readonly Problem[] {
  const { external_id: current } = customer;
  const rebinds = external_id !== undefined && current !== null && external_id !== current;
  const downgrades = type !== undefined && customer.type === 'team' && type !== 'team';
  return [
    ...emailProblems(store, email ?? null, customer),
    ...(rebinds
      ? [bodyProblem('external_id', 'Customer external ID cannot be updated.', external_id)]
      : externalIdProblems(store, external_id ?? null, customer)),
    ...(billing_address === null
      ? [
          bodyProblem(
            'billing_address',
            'Customer billing address cannot be reset to null once set.',
            billing_address,
          ),
        ]
      : []),
    ...(downgrades
      ? [bodyProblem('type', "Customer type cannot be downgraded from 'team' to 'individual'.", type)]
      : []),
  ];
}
