import { externalIdProblem } from '../../billing/customer.ts';
import type { CustomerReference } from '../../billing/customer-write.ts';
import type { BillingProvider } from '../../billing/provider.ts';
import { builder } from '../builder.ts';
import type { Providers } from '../context.ts';
import { decodeKey } from '../decode-key.ts';
import { notFoundError, unknownProviderError, validationError, type WriteFailure } from '../write-failure.ts';

const externalCustomerKeyInput = builder.inputType('ExternalCustomerKey', {
  description: 'A customer by your own id at one provider account.',
  fields: (t) => ({
    provider: t.string({ required: true, description: 'The configured name of the account.' }),
    externalId: t.string({
      required: true,
      description: 'Your id for the customer, exactly as given.',
    }),
  }),
});

/** Which customer a mutation is about. */
export const customerKeyInput = builder.inputType('CustomerKey', {
  description: 'Which customer it is about: exactly one of these.',
  isOneOf: true,
  fields: (t) => ({
    id: t.id({ description: "The customer's global id." }),
    external: t.field({
      type: externalCustomerKeyInput,
      description: 'The customer by your own id, read first where the provider writes by its own id only.',
    }),
  }),
});

/** A customer as the writes of its account know it; whether it exists is not known. */
export interface CustomerTarget {
  readonly provider: BillingProvider;
  readonly reference: CustomerReference;
}

/** Where the key leads, without asking a provider, or why it leads nowhere. */
export function targetOf(
  { id, external }: typeof customerKeyInput.$inferInput,
  providers: Providers,
): CustomerTarget | WriteFailure<'NotFoundError' | 'ValidationError'> {
  return external === undefined ? targetById(id, providers) : targetByExternalId(external, providers);
}

function targetById(id: string, providers: Providers): CustomerTarget | WriteFailure<'NotFoundError'> {
  const found = decodeKey({ type: 'Customer', id }, providers);
  if (found === null || externalIdProblem(found.key) !== null)
    return notFoundError('There is no customer with this id.');
  return { provider: found.provider, reference: { key: found.key } };
}

function targetByExternalId(
  { provider: name, externalId }: typeof externalCustomerKeyInput.$inferInput,
  providers: Providers,
): CustomerTarget | WriteFailure<'ValidationError'> {
  const path = ['customer', 'external'];
  const provider = providers.get(name);
  if (provider === undefined) return unknownProviderError([...path, 'provider'], providers);
  const problem = externalIdProblem(externalId);
  if (problem !== null) return validationError([{ path: [...path, 'externalId'], message: problem }]);
  return { provider, reference: { externalId } };
}
