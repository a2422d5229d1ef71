import type { Customer } from '../billing/customer.ts';
import type { BillingProvider } from '../billing/provider.ts';
import type { ProviderKey } from '../loaders/provider-loader.ts';
import { badUserInput } from './bad-user-input.ts';
import type { Context, Providers } from './context.ts';

/** The account that something came from. */
export function providerOf(origin: { readonly provider: string }, providers: Providers): BillingProvider {
  const provider = providers.get(origin.provider);
  if (provider === undefined)
    throw new Error(`something came from "${origin.provider}", which is not configured`);
  return provider;
}

/** The customer as its loaders know it. */
export function providerKeyOf(customer: Customer, { providers }: Context): ProviderKey {
  return { provider: providerOf(customer, providers), key: customer.key };
}

/** The account that an argument names, or the error that says which ones there are. */
export function providerNamed(argument: string, name: string, providers: Providers): BillingProvider {
  const provider = providers.get(name);
  if (provider !== undefined) return provider;
  throw badUserInput(argument, `no provider has this name; there is ${[...providers.keys()].join(', ')}`);
}
