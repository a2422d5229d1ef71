import type { SandboxAnswer } from '../http-server.ts';
import { answerJson } from './answers.ts';

/** Ends a request with an error; the front door turns it into its answer. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly answer: SandboxAnswer;

  constructor(answer: SandboxAnswer, message: string) {
    super(message);
    this.answer = answer;
  }
}

/** Facts about an error, by name; an answer without any has no `details` at all. */
export type Details = Readonly<Record<string, unknown>>;

const statusOf = {
  validation_error: 400,
  invalid_operation: 400,
  not_found: 404,
  already_exists: 409,
  database_error: 500,
} as const;

function refusal(code: keyof typeof statusOf, message: string, details: Details = {}): Refusal {
  const status = statusOf[code];
  const known = Object.keys(details).length > 0 ? { details } : {};
  return new Refusal(answerJson(status, { code, message, http_status_code: status, ...known }), message);
}

/** The request itself is wrong. */
export function invalid(message: string, details?: Details): Refusal {
  return refusal('validation_error', message, details);
}

/** A rule of the business forbids it. */
export function forbiddenByRule(message: string, details?: Details): Refusal {
  return refusal('invalid_operation', message, details);
}

/** There is no such row. */
export function notFound(message: string, details?: Details): Refusal {
  return refusal('not_found', message, details);
}

/** Another row has the same unique value. */
export function alreadyExists(message: string, details?: Details): Refusal {
  return refusal('already_exists', message, details);
}

/** The database refused what the checks before it let pass. */
export function databaseError(message: string): Refusal {
  return refusal('database_error', message);
}

/** The handler crashed, which the provider answers with a 500 that has no body. */
export function panic(reason: string): Refusal {
  return new Refusal({ status: 500 }, reason);
}
