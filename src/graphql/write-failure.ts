import type { BillingProvider } from '../billing/provider.ts';
import { ProviderError, type ProviderFailureKind } from '../billing/provider-error.ts';
import { type FieldIssue, type Refusal, WriteRefusal } from '../billing/write-refusal.ts';
import type { Providers } from './context.ts';
import type { ErrorCode } from './error-code.ts';
import { codeOf, messageOf } from './provider-failure.ts';

interface Failed {
  readonly code: ErrorCode;
  /** One sentence for people, with nothing in it that the provider said. */
  readonly message: string;
}

interface FailedAtProvider extends Failed {
  readonly provider: BillingProvider;
}

interface FailedInput extends Failed {
  /** Paths begin with the name of the mutation's argument. */
  readonly issues: readonly FieldIssue[];
}

interface FailedCall extends FailedAtProvider {
  readonly retryable: boolean;
  readonly retryAfter: Date | null;
}

/** What is told of each kind of failure, by the name of its GraphQL type. */
interface Failures {
  readonly ValidationError: FailedInput;
  readonly NotFoundError: Failed;
  readonly ConflictError: Failed;
  readonly UnsupportedError: FailedAtProvider;
  readonly ProviderError: FailedCall;
  readonly OutcomeUnknownError: FailedAtProvider;
}

/** The GraphQL types of expected failures. */
export type FailureName = keyof Failures;

type AnyFailure = { [Name in FailureName]: Failures[Name] & { readonly failure: Name } }[FailureName];

/** Why a mutation has not done what it was asked to, as one of these types. */
export type WriteFailure<Name extends FailureName = FailureName> = Extract<
  AnyFailure,
  { readonly failure: Name }
>;

/** The failure of an input with these issues, whose paths are below the input. */
export function validationError(issues: readonly FieldIssue[]): WriteFailure<'ValidationError'> {
  const placed = issues.map(({ path, message }) => ({ path: ['input', ...path], message }));
  return {
    failure: 'ValidationError',
    code: 'BAD_USER_INPUT',
    message: tellIssues(placed),
    issues: placed,
  };
}

/** The failure of an input that names an account, at the path, which is not configured. */
export function unknownProviderError(
  path: readonly string[],
  providers: Providers,
): WriteFailure<'ValidationError'> {
  return validationError([{ path, message: `must be one of ${[...providers.keys()].join(', ')}` }]);
}

/** The failure of an input that names nothing that exists, said in a sentence for people. */
export function notFoundError(message: string): WriteFailure<'NotFoundError'> {
  return { failure: 'NotFoundError', code: 'NOT_FOUND', message };
}

const mostToldIssues = 3;

/** The first few issues: all of them are in the list. */
function tellIssues(issues: readonly FieldIssue[]): string {
  const told = issues.slice(0, mostToldIssues).map(({ path, message }) => `${path.join('.')} ${message}`);
  const more = issues.length - told.length;
  return `${told.join('; ')}${more === 0 ? '' : `; and ${more} more`}.`;
}

/** The failure of what the account cannot do; it was not asked. */
export function unsupportedError(provider: BillingProvider): WriteFailure<'UnsupportedError'> {
  const error = new ProviderError({ provider: provider.name, failure: 'unsupported' });
  return { failure: 'UnsupportedError', code: codeOf(error), message: messageOf(error), provider };
}

/** What an error of a write at the account means. Throws it where it is none that a write may end in: our own bug. */
export function toWriteFailure(error: unknown, provider: BillingProvider): WriteFailure {
  if (error instanceof WriteRefusal) return fromRefusal(error.refusal);
  if (error instanceof ProviderError) return fromProviderError(error, provider);
  throw error;
}

function fromRefusal(refusal: Refusal): WriteFailure {
  switch (refusal.kind) {
    case 'invalid':
      return validationError(refusal.issues);
    case 'conflict':
      return { failure: 'ConflictError', code: 'CONFLICT', message: refusal.message };
    case 'not-found':
      return notFoundError('There is no such thing at this provider.');
  }
}

function fromProviderError(error: ProviderError, provider: BillingProvider): WriteFailure {
  const told = { code: codeOf(error), message: messageOf(error), provider };
  switch (error.failure) {
    case 'unsupported':
      return { failure: 'UnsupportedError', ...told };
    case 'outcome-unknown':
      return { failure: 'OutcomeUnknownError', ...told };
    default:
      return toCallFailure(error, provider);
  }
}

function toCallFailure(error: ProviderError, provider: BillingProvider): WriteFailure<'ProviderError'> {
  return {
    failure: 'ProviderError',
    code: codeOf(error),
    message: messageOf(error),
    provider,
    retryable: error.retryable,
    retryAfter: error.retryAfter,
  };
}

/**
 * The failure as a ProviderError, for a mutation that has no type of its own for it: a refusal keeps its sentence, and an
 * outcome that nobody knows is a provider that failed, since such a mutation does no harm when it is tried again.
 */
export function asProviderError(
  { failure, message }: WriteFailure,
  provider: BillingProvider,
): WriteFailure<'ProviderError'> {
  const failed = (kind: ProviderFailureKind) =>
    toCallFailure(new ProviderError({ provider: provider.name, failure: kind }), provider);
  return failure === 'OutcomeUnknownError' ? failed('unavailable') : { ...failed('rejected'), message };
}
