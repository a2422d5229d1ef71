import type { Account } from '../billing/account.ts';
import { keepProviderError } from '../billing/batch.ts';
import type { Customer } from '../billing/customer.ts';
import type { BillingProvider } from '../billing/provider.ts';
import { ProviderError } from '../billing/provider-error.ts';
import type { ProviderKey } from './provider-loader.ts';

/**
 * The account of an external id, whose customers the function finds; null only when every provider has said that it knows
 * no such customer.
 */
export async function loadAccount(
  externalId: string,
  providers: Iterable<BillingProvider>,
  byExternalId: (key: ProviderKey) => Promise<Customer | null>,
): Promise<Account | null> {
  const results = await Promise.all(
    Array.from(providers, (provider) => byExternalId({ provider, key: externalId }).catch(keepProviderError)),
  );
  const found = results.filter((result) => result !== null);
  if (found.length === 0) return null;
  return {
    externalId,
    customers: found.filter((result): result is Customer => !(result instanceof ProviderError)),
    unavailable: found.filter((result) => result instanceof ProviderError),
  };
}
