import { attempt } from '../attempt.ts';
import { builder } from '../builder.ts';
import { encodeNodeId } from '../node-id.ts';
import { notFoundError, unsupportedError } from '../write-failure.ts';
import { customerKeyInput, targetOf } from './customer-key.ts';
import { createMutationResult } from './mutation-result.ts';

const deleteCustomerInput = builder.inputType('DeleteCustomerInput', {
  description: 'A customer to be deleted.',
  fields: (t) => ({
    customer: t.field({
      type: customerKeyInput,
      required: true,
      description: 'Which customer to delete.',
    }),
    anonymize: t.boolean({
      description:
        'True to also erase what tells who it was: name, e-mail address, billing address. Not when absent. Only on Polar; elsewhere true is an UnsupportedError and nothing is deleted.',
    }),
  }),
});

const failures = [
  'NotFoundError',
  'ConflictError',
  'UnsupportedError',
  'ProviderError',
  'OutcomeUnknownError',
] as const;

const deleteCustomerPayload = builder
  .objectRef<{ readonly deletedId: string }>('DeleteCustomerPayload')
  .implement({
    description: 'The customer was deleted.',
    fields: (t) => ({
      deletedId: t.exposeID('deletedId', { description: 'The global id that the customer had.' }),
    }),
  });

const deleteCustomerResult = createMutationResult('deleteCustomer', deleteCustomerPayload, failures);

builder.mutationField('deleteCustomer', (t) =>
  t.field({
    type: deleteCustomerResult,
    description:
      'Deletes a customer; a second time is a NotFoundError. The external id is free again afterwards. Flexprice refuses with a ConflictError while the customer has an active subscription or wallet. Lago and Polar end its subscriptions, and Lago also its wallets and coupons, shortly afterwards; Lago bills what is due.',
    args: { input: t.arg({ type: deleteCustomerInput, required: true, description: 'The customer.' }) },
    resolve: (_root, { input }, context) => {
      const target = targetOf(input.customer, context.providers);
      // The result has no ValidationError: who cannot be named is not there.
      if ('failure' in target) return notFoundError(target.message);
      const { provider, reference } = target;
      const { customerWrites } = provider;
      const remove = input.anonymize === true ? customerWrites.anonymize : customerWrites.delete;
      if (remove === undefined) return unsupportedError(provider);
      return attempt({ provider, changes: [reference], failures, context }, async (call) => {
        const key = await remove(reference, call);
        return { deletedId: encodeNodeId({ type: 'Customer', provider: provider.name, key }) };
      });
    },
  }),
);
