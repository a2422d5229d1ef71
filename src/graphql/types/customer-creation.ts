import type { Customer } from '../../billing/customer.ts';
import type { EnsuredCustomer, NewCustomer } from '../../billing/customer-write.ts';
import { attempt } from '../attempt.ts';
import { builder } from '../builder.ts';
import { unknownProviderError } from '../write-failure.ts';
import { addressInput, toFields } from './customer-fields.ts';
import { customerType } from './customer.ts';
import { metadataEntryInput } from './metadata-entry-input.ts';
import { createMutationResult } from './mutation-result.ts';

const createCustomerInput = builder.inputType('CreateCustomerInput', {
  description:
    'A customer to be created. Absent, null and empty text are all "not given". What the provider has no place for is a ValidationError, not dropped.',
  fields: (t) => ({
    provider: t.string({ required: true, description: 'The configured name of the account.' }),
    externalId: t.string({
      required: true,
      description:
        'Your id for the customer: unique within the account, at most 1024 characters (Flexprice: 255) and none of them a control character, not "." or "..". On Lago and Polar it stays for good.',
    }),
    name: t.string({
      description: 'Name of the person or company, at most 255 characters. Flexprice needs it.',
    }),
    email: t.string({
      description:
        'E-mail address; on Lago also several, separated by commas. Polar needs it, and no two customers there can have the same.',
    }),
    phone: t.string({
      description: 'Telephone number; on Flexprice at most 20 characters. Polar has no place for it.',
    }),
    currency: t.field({
      type: 'CurrencyCode',
      description:
        'The currency to bill in by default. Only Lago has a place for it. Empty text is no currency: give null.',
    }),
    timezone: t.string({
      description:
        'IANA time zone: "Europe/Berlin". Polar has no place for it, and a Lago without a licence ignores it.',
    }),
    locale: t.string({
      description:
        'Language of documents and pages: "en", "pt-BR". Lago takes those it has documents in; Flexprice has no place for it.',
    }),
    taxId: t.string({
      description:
        'Tax identification number. Flexprice has no place for it; on Polar it needs a country in the address.',
    }),
    address: t.field({ type: addressInput, description: 'Billing address.' }),
    metadata: t.field({
      type: [metadataEntryInput],
      description:
        'What you want to keep with the customer. Lago takes at most 5 entries with keys of up to 20 and values of up to 100 characters, Polar 50 with up to 40 and 500; neither takes empty values.',
    }),
  }),
});

const failures = [
  'ValidationError',
  'ConflictError',
  'UnsupportedError',
  'ProviderError',
  'OutcomeUnknownError',
] as const;

const createCustomerPayload = builder
  .objectRef<{ readonly customer: Customer }>('CreateCustomerPayload')
  .implement({
    description: 'The customer was created.',
    fields: (t) => ({
      customer: t.expose('customer', { type: customerType, description: 'The new customer.' }),
    }),
  });

const createCustomerResult = createMutationResult('createCustomer', createCustomerPayload, failures);

const ensureCustomerPayload = builder.objectRef<EnsuredCustomer>('EnsureCustomerPayload').implement({
  description: 'The customer is there.',
  fields: (t) => ({
    customer: t.expose('customer', {
      type: customerType,
      description: 'The customer as it is: where it was there before, the input has not changed it.',
    }),
    created: t.exposeBoolean('created', {
      description: 'True when this mutation created it, false when it was there before.',
    }),
  }),
});

const ensureCustomerResult = createMutationResult('ensureCustomer', ensureCustomerPayload, failures);

function toNewCustomer(input: typeof createCustomerInput.$inferInput): NewCustomer {
  return { externalId: input.externalId, ...toFields(input) };
}

builder.mutationFields((t) => ({
  createCustomer: t.field({
    type: createCustomerResult,
    description:
      'Creates a customer. It never changes one that is there: a taken external id is a ConflictError.',
    args: { input: t.arg({ type: createCustomerInput, required: true, description: 'The customer.' }) },
    resolve: (_root, { input }, context) => {
      const provider = context.providers.get(input.provider);
      if (provider === undefined) return unknownProviderError(['provider'], context.providers);
      return attempt(
        { provider, changes: [{ externalId: input.externalId }], failures, context },
        async (call) => ({
          customer: await provider.customerWrites.create(toNewCustomer(input), call),
        }),
      );
    },
  }),
  ensureCustomer: t.field({
    type: ensureCustomerResult,
    description:
      'The customer with this external id, created if there is none. Safe to repeat, also at the same time: there will be one customer. One that is there already is left as it is, whatever else the input says, which still has to be what could create it; a ConflictError is only about what somebody else has, such as the e-mail address.',
    args: {
      input: t.arg({
        type: createCustomerInput,
        required: true,
        description: 'The customer as it is to be created if there is none.',
      }),
    },
    resolve: (_root, { input }, context) => {
      const provider = context.providers.get(input.provider);
      if (provider === undefined) return unknownProviderError(['provider'], context.providers);
      return attempt({ provider, changes: [{ externalId: input.externalId }], failures, context }, (call) =>
        provider.customerWrites.ensure(toNewCustomer(input), call),
      );
    },
  }),
}));
