import type { Call } from './call.ts';
import type { Customer } from './customer.ts';

/** What an export tells of a customer. */
export interface ExportedCustomer
  extends Pick<Customer, 'provider' | 'key' | 'externalId' | 'name' | 'email' | 'currency' | 'createdAt'> {
  /** ISO 3166-1 alpha-2, of the billing address. */
  readonly country: string | null;
}

/** Reading all customers in one call, where the provider has a route for that. */
export interface CustomerExport {
  /** Every customer once, in the provider's order; throws a ProviderError where it may have missed one. */
  rows(call: Call): AsyncIterable<ExportedCustomer>;
}
