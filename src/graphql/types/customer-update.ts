import type { Customer } from '../../billing/customer.ts';
import type { CustomerChanges } from '../../billing/customer-write.ts';
import { attempt } from '../attempt.ts';
import { builder } from '../builder.ts';
import { addressInput, toFields } from './customer-fields.ts';
import { customerKeyInput, targetOf } from './customer-key.ts';
import { customerType } from './customer.ts';
import { metadataEntryInput } from './metadata-entry-input.ts';
import { createMutationResult } from './mutation-result.ts';

const updateCustomerInput = builder.inputType('UpdateCustomerInput', {
  description:
    'Changes to a customer. Absent leaves a field as it is; null, or empty text, clears it, or is a ValidationError that names the field where the provider cannot clear it. With no field at all nothing is sent and the payload holds the customer as it is.',
  fields: (t) => ({
    customer: t.field({
      type: customerKeyInput,
      required: true,
      description: 'Which customer to change.',
    }),
    externalId: t.string({
      description:
        'Your id for the customer; never cleared. On Flexprice it can be changed. On Polar it is written once: it can be given to a customer that has none. On Lago it never changes. The same value again is no change; another one is a ConflictError.',
    }),
    name: t.string({ description: 'Name of the person or company. Flexprice cannot clear it.' }),
    email: t.string({
      description:
        'E-mail address; on Lago also several, separated by commas. Flexprice and Polar cannot clear it.',
    }),
    phone: t.string({ description: 'Telephone number. Polar has no place for it.' }),
    currency: t.field({
      type: 'CurrencyCode',
      description:
        'The currency to bill in by default. Only Lago has a place for it. Empty text is no currency: null clears.',
    }),
    timezone: t.string({
      description:
        'IANA time zone. Flexprice cannot clear it, Polar has no place for it, and a Lago without a licence ignores it.',
    }),
    locale: t.string({
      description:
        'Language of documents and pages: "en", "pt-BR". Lago takes those it has documents in; Flexprice has no place for it.',
    }),
    taxId: t.string({
      description:
        'Tax identification number. Flexprice has no place for it; on Polar it needs a country in the address.',
    }),
    address: t.field({
      type: addressInput,
      description:
        'Billing address, part by part; null clears all of it, which Flexprice and Polar cannot do.',
    }),
    metadata: t.field({
      type: [metadataEntryInput],
      description:
        'All entries: those that are there and not in this list go; null and [] clear them all. The same limits as in a new customer.',
    }),
  }),
});

const failures = [
  'NotFoundError',
  'ValidationError',
  'ConflictError',
  'UnsupportedError',
  'ProviderError',
  'OutcomeUnknownError',
] as const;

const updateCustomerPayload = builder
  .objectRef<{ readonly customer: Customer }>('UpdateCustomerPayload')
  .implement({
    description: 'The customer was changed, or there was nothing to change.',
    fields: (t) => ({
      customer: t.expose('customer', { type: customerType, description: 'The customer as it is now.' }),
    }),
  });

const updateCustomerResult = createMutationResult('updateCustomer', updateCustomerPayload, failures);

function toChanges(input: typeof updateCustomerInput.$inferInput): CustomerChanges {
  const { externalId } = input;
  return { ...(externalId !== undefined && { externalId }), ...toFields(input) };
}

builder.mutationField('updateCustomer', (t) =>
  t.field({
    type: updateCustomerResult,
    description:
      'Changes the fields of a customer that the input mentions and no others. It never creates one: where there is none it is a NotFoundError.',
    args: { input: t.arg({ type: updateCustomerInput, required: true, description: 'The changes.' }) },
    resolve: (_root, { input }, context) => {
      const target = targetOf(input.customer, context.providers);
      if ('failure' in target) return target;
      const { provider, reference } = target;
      const renamed = input.externalId == null ? [] : [{ externalId: input.externalId }];
      return attempt({ provider, changes: [reference, ...renamed], failures, context }, async (call) => ({
        customer: await provider.customerWrites.update(reference, toChanges(input), call),
      }));
    },
  }),
);
