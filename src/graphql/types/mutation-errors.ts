import type { FieldIssue } from '../../billing/write-refusal.ts';
import { builder } from '../builder.ts';
import type { ErrorCode } from '../error-code.ts';
import type { FailureName, WriteFailure } from '../write-failure.ts';
import { errorCodeEnum } from './error-code.ts';
import { providerType } from './provider.ts';

const fieldIssueType = builder.objectRef<FieldIssue>('FieldIssue').implement({
  description: 'What is wrong with one field of an input.',
  fields: (t) => ({
    path: t.exposeStringList('path', {
      description:
        'The way to the field from the argument on, items of lists by their index: ["input", "metadata", "0", "key"]. It may be a field that was not given: a tax id needs a country.',
    }),
    message: t.exposeString('message', {
      description: 'What is wrong with it, to be read after its name: "must not be empty".',
    }),
  }),
});

const errorInterface = builder
  .interfaceRef<{ readonly code: ErrorCode; readonly message: string }>('Error')
  .implement({
    description:
      'An expected failure of a mutation, as data. Select `... on Error { code message }` in every mutation and each type of its own where you can do something about it.',
    fields: (t) => ({
      code: t.expose('code', { type: errorCodeEnum, description: 'What happened, for programs.' }),
      message: t.exposeString('message', {
        description: 'What happened, one sentence for people. It never quotes the provider.',
      }),
    }),
  });

const validationErrorType = builder.objectRef<WriteFailure<'ValidationError'>>('ValidationError').implement({
  description:
    'The input cannot be carried out as it is: BAD_USER_INPUT. Nothing was changed, and whatever can be checked here was not sent either.',
  interfaces: [errorInterface],
  fields: (t) => ({
    issues: t.expose('issues', {
      type: [fieldIssueType],
      description: 'Everything that is wrong with it, one for each field and problem.',
    }),
  }),
});

const notFoundErrorType = builder.objectRef<WriteFailure<'NotFoundError'>>('NotFoundError').implement({
  description:
    'What the input names does not exist, or not any more: NOT_FOUND. An id that is none of ours names nothing either. Nothing was changed.',
  interfaces: [errorInterface],
});

const conflictErrorType = builder.objectRef<WriteFailure<'ConflictError'>>('ConflictError').implement({
  description:
    'The present state does not allow it: CONFLICT. An external id or e-mail address is taken, an external id cannot be changed any more, or the customer still has what keeps it from being deleted; `message` says which. Nothing was changed.',
  interfaces: [errorInterface],
});

const unsupportedErrorType = builder
  .objectRef<WriteFailure<'UnsupportedError'>>('UnsupportedError')
  .implement({
    description:
      'The provider, or this account of it, has no such thing: UNSUPPORTED_BY_PROVIDER. Nothing was changed. `Provider.capabilities` and the descriptions of the inputs tell beforehand.',
    interfaces: [errorInterface],
    fields: (t) => ({
      provider: t.expose('provider', { type: providerType, description: 'The account that lacks it.' }),
    }),
  });

const providerErrorType = builder.objectRef<WriteFailure<'ProviderError'>>('ProviderError').implement({
  description:
    'The provider could not be asked, or refused for a reason that is not in the input; `code` says why. Nothing was changed, unless `code` is PROVIDER_BAD_RESPONSE: then the change may be what was answered so badly, so look before you try again.',
  interfaces: [errorInterface],
  fields: (t) => ({
    provider: t.expose('provider', { type: providerType, description: 'The account that failed.' }),
    retryable: t.exposeBoolean('retryable', {
      description: 'Whether trying again a little later may well help; it does no harm.',
    }),
    retryAfter: t.expose('retryAfter', {
      type: 'DateTime',
      nullable: true,
      description:
        'The earliest time at which trying again makes sense; null when the provider does not tell.',
    }),
  }),
});

const outcomeUnknownErrorType = builder
  .objectRef<WriteFailure<'OutcomeUnknownError'>>('OutcomeUnknownError')
  .implement({
    description:
      'The change was sent and no answer came that tells what became of it: OUTCOME_UNKNOWN. It may or may not have happened, or be about to. billgraph never repeats it: look at the customer before you try again.',
    interfaces: [errorInterface],
    fields: (t) => ({
      provider: t.expose('provider', {
        type: providerType,
        description: 'The account that it was sent to.',
      }),
    }),
  });

/** The GraphQL types of expected failures, by name. */
export const failureTypes = {
  ValidationError: validationErrorType,
  NotFoundError: notFoundErrorType,
  ConflictError: conflictErrorType,
  UnsupportedError: unsupportedErrorType,
  ProviderError: providerErrorType,
  OutcomeUnknownError: outcomeUnknownErrorType,
} satisfies Record<FailureName, object>;
