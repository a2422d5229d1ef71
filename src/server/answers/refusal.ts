import { GraphQLError } from 'graphql';
import type { ErrorCode } from '../../graphql/error-code.ts';
import type { ErrorAnswer } from './error-answer.ts';

/** Why a request is refused. */
export interface Refusal {
  readonly message: string;
  readonly status: number;
  /** Absent: a mistake in the request. */
  readonly code?: ErrorCode;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The refusal as an error to throw inside of Yoga, which answers it with its status in either media type. */
export function createRequestError({
  message,
  status,
  code = 'BAD_USER_INPUT',
  headers = {},
}: Refusal): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status, headers } } });
}

/**
 * The refusal of an operation that could be read, which is a well-formed request: 400, but 200 to clients that take no
 * answer but `application/json`.
 */
export function createOperationError(
  message: string,
  extensions: Readonly<Record<string, unknown>> & { readonly code: ErrorCode },
): GraphQLError {
  return new GraphQLError(message, { extensions: { ...extensions, http: { status: 400, spec: true } } });
}

/** The refusal as a whole answer, outside of Yoga. */
export function createErrorAnswer({
  message,
  status,
  code = 'BAD_USER_INPUT',
  headers = {},
}: Refusal): ErrorAnswer {
  return { status, headers, error: new GraphQLError(message, { extensions: { code } }) };
}
