import { json, type SandboxAnswer } from '../http-server.ts';

/** Where in the request a problem is: "body", "query" or "path" first. */
export type Location = readonly (string | number)[];

/** One entry of a 422's `detail`. */
export interface Problem {
  readonly type: string;
  readonly loc: Location;
  readonly msg: string;
  /** The offending input, echoed. */
  readonly input: unknown;
  readonly ctx?: Readonly<Record<string, unknown>>;
}

/** 422: the request does not fit the schema. */
export function invalid(problems: readonly Problem[]): SandboxAnswer {
  return json(422, { error: 'RequestValidationError', detail: problems });
}

/** 422: the request fits the schema but breaks a rule. */
export function refused(problems: readonly Problem[]): SandboxAnswer {
  return json(422, { error: 'PolarRequestValidationError', detail: problems });
}

/** 404: there is no such resource, any more or in this organization. */
export function resourceNotFound(): SandboxAnswer {
  return json(404, { error: 'ResourceNotFound', detail: 'Not found' });
}

/** 404 of the framework: there is no such route or no such API version. */
export function routeNotFound(): SandboxAnswer {
  return json(404, { detail: 'Not Found' });
}

/** 405 of the framework. */
export function methodNotAllowed(allowed: readonly string[]): SandboxAnswer {
  return json(405, { detail: 'Method Not Allowed' }, { allow: allowed.join(', ') });
}

/** 401: no token, or one of a kind that the route does not accept. */
export function unauthorized(): SandboxAnswer {
  return json(
    401,
    { error: 'Unauthorized', detail: 'Unauthorized' },
    { 'www-authenticate': 'Bearer realm="polar"' },
  );
}

/** 401: a token that Polar does not know. */
export function invalidToken(): SandboxAnswer {
  return oauthError(
    401,
    'invalid_token',
    'The access token provided is expired, revoked, malformed, or invalid for other reasons.',
    '',
  );
}

/** 403: a token without any of the scopes that the route wants. */
export function insufficientScope(scopes: readonly string[]): SandboxAnswer {
  return oauthError(
    403,
    'insufficient_scope',
    'The request requires higher privileges than provided by the access token.',
    ` scope="${scopes.join(' ')}",`,
  );
}

function oauthError(status: number, error: string, description: string, scope: string): SandboxAnswer {
  return json(
    status,
    { error, error_description: description },
    {
      'www-authenticate': `Bearer realm="polar",${scope} error="${error}", error_description="${description}"`,
    },
  );
}

/** 411: a write has to tell its length beforehand. */
export function lengthRequired(): SandboxAnswer {
  return json(411, { error: 'LengthRequired', detail: 'A Content-Length header is required.' });
}

/** 413. */
export function bodyTooLarge(): SandboxAnswer {
  return json(413, { error: 'RequestBodyTooLarge', detail: 'The body exceeds the size that is accepted.' });
}
