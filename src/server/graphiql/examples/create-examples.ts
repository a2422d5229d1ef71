import type { ProviderKind } from '../../../billing/provider-kind.ts';
import { accountEverywhere } from './account-everywhere.ts';
import { customerOverview } from './customer-overview.ts';
import { customersById } from './customers-by-id.ts';
import type { Example } from './example.ts';
import { featureAccess } from './feature-access.ts';
import { keepCustomer } from './keep-customer.ts';
import { newestCustomers } from './newest-customers.ts';
import { severalAccounts } from './several-accounts.ts';

/** A provider account that the examples may ask. */
export interface ExampleProvider {
  readonly name: string;
  readonly kind: ProviderKind;
}

/** Operations that run as they are against the sandbox, and with other ids in their variables against any account. */
export function createExamples(providers: readonly ExampleProvider[]): readonly Example[] {
  const [first] = providers;
  const lago = providers.find(({ kind }) => kind === 'LAGO');
  return [
    ...(first === undefined ? [] : [customerOverview(first.name)]),
    accountEverywhere,
    severalAccounts,
    ...(lago === undefined ? [] : [customersById(lago.name)]),
    ...(first === undefined ? [] : [featureAccess(first.name)]),
    newestCustomers,
    ...(first === undefined ? [] : [keepCustomer(first.name)]),
  ];
}
