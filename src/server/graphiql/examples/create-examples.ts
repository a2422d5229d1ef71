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
  return listExamples({ provider: first?.name ?? null, lago: lago?.name ?? null });
}

/** The same for those who may not know which accounts there are: the provider's name is left for them to fill in. */
export function createBlankExamples(): readonly Example[] {
  return listExamples({ provider: '…', lago: null });
}

/** The names of the providers that are asked; null: none is there to ask. */
interface AskedProviders {
  readonly provider: string | null;
  /** Only its global ids can be told beforehand. */
  readonly lago: string | null;
}

function listExamples({ provider, lago }: AskedProviders): readonly Example[] {
  return [
    ...(provider === null ? [] : [customerOverview(provider)]),
    accountEverywhere,
    severalAccounts,
    ...(lago === null ? [] : [customersById(lago)]),
    ...(provider === null ? [] : [featureAccess(provider)]),
    newestCustomers,
    ...(provider === null ? [] : [keepCustomer(provider)]),
  ];
}
