import { json, type SandboxAnswer } from '../http-server.ts';

/** What is wrong with the fields of a write, as Lago's stable codes by field. */
export type Complaints = Readonly<Record<string, readonly string[]>>;

/** A body without its root key, or with nothing under it. */
export function parameterMissing(root: string): SandboxAnswer {
  const error = `BadRequest: param is missing or the value is empty or invalid: ${root}`;
  return json(400, { status: 400, error });
}

/** A body that is not JSON, or a path that is not UTF-8: refused by the framework, not by Lago. */
export function malformed(): SandboxAnswer {
  return json(400, { status: 400, error: 'Bad Request' });
}

/** Bad credentials: the caller's own, or those that Lago uses at a payment provider. */
export function unauthorized(error = 'Unauthorized'): SandboxAnswer {
  return json(401, { status: 401, error });
}

/** Something that this account may not do. */
export function forbidden(code: string): SandboxAnswer {
  return json(403, { status: 403, error: 'Forbidden', code });
}

/** Nothing there; `resource` for a route that does not exist. */
export function notFound(noun: string): SandboxAnswer {
  return json(404, { status: 404, error: 'Not Found', code: `${noun}_not_found` });
}

/** A refusal by business rule: at Lago, 405 has nothing to do with the HTTP method. */
export function notAllowed(code: string): SandboxAnswer {
  return json(405, { status: 405, error: 'Method Not Allowed', code });
}

/** A write or a filter that fails validation; list filters complain by index, hence the nesting. */
export function invalid(details: Complaints | Readonly<Record<string, Complaints>>): SandboxAnswer {
  return unprocessable('validation_errors', details);
}

/** A refusal by a payment provider behind Lago. */
export function refusedByThirdParty(thirdParty: string, error: string): SandboxAnswer {
  return unprocessable('third_party_error', { third_party: thirdParty, thirdparty_error: error });
}

/** A failure of the server itself. */
export function serverError(): SandboxAnswer {
  return json(500, { status: 500, error: 'Internal Server Error' });
}

function unprocessable(code: string, details: unknown): SandboxAnswer {
  return json(422, { status: 422, error: 'Unprocessable Entity', code, error_details: details });
}
