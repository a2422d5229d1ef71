import type { ProviderError } from '../../billing/provider-error.ts';
import { builder } from '../builder.ts';
import { codeOf, messageOf } from '../provider-failure.ts';
import { providerOf } from '../provider-key.ts';
import { errorCodeEnum } from './error-code.ts';
import { providerType } from './provider.ts';

/** A failure as data. It wraps the error, since GraphQL throws a bare error that it meets as a value. */
interface ProviderFailure {
  readonly error: ProviderError;
}

/** A provider that is missing from an answer, and why. */
export const providerFailureType = builder.objectRef<ProviderFailure>('ProviderFailure').implement({
  description: 'A provider that is missing from an answer, and why.',
  fields: (t) => ({
    provider: t.field({
      type: providerType,
      description: 'The account that could not be asked.',
      resolve: ({ error }, _args, { providers }) => providerOf(error, providers),
    }),
    code: t.field({
      type: errorCodeEnum,
      description: 'Why, for programs.',
      resolve: ({ error }) => codeOf(error),
    }),
    message: t.string({ description: 'Why, for people.', resolve: ({ error }) => messageOf(error) }),
    retryable: t.boolean({
      description: 'Whether asking again a little later may well help.',
      resolve: ({ error }) => error.retryable,
    }),
    retryAfter: t.field({
      type: 'DateTime',
      nullable: true,
      description:
        'The earliest time at which asking again makes sense; null when the provider does not tell.',
      resolve: ({ error }) => error.retryAfter,
    }),
  }),
});
