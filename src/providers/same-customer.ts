import { ProviderError } from '../billing/provider-error.ts';

/** Throws where an answer is about another customer than the one asked for. */
export function requireSameCustomer(provider: string, asked: string, answered: string): void {
  if (answered === asked) return;
  throw new ProviderError({ provider, failure: 'bad-response', detail: 'another customer' });
}
