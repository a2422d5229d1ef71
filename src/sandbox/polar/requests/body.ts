import type { SandboxAnswer, SandboxRequest } from '../../http-server.ts';
import type { Parameters, RouteHandler } from '../../router.ts';
import { invalid } from '../errors.ts';
import { accept, type Check, type Outcome, reject } from './check.ts';

/** A route that reads a JSON body: what does not pass the check is answered with 422. */
export function onBody<Value>(
  check: Check<Value>,
  answer: (value: Value, parameters: Parameters) => SandboxAnswer,
): RouteHandler {
  return (request, parameters) => {
    const body = readJson(request);
    const outcome = body.ok ? check(body.value, ['body']) : body;
    return outcome.ok ? answer(outcome.value, parameters) : invalid(outcome.problems);
  };
}

function readJson({ body, headers }: SandboxRequest): Outcome<unknown> {
  if (body === '') return reject('missing', ['body'], 'Field required', null);
  // FastAPI hands a body of another media type on as text, which then is no object.
  if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(headers['content-type'] ?? 'application/json')) {
    return accept(body);
  }
  try {
    const value: unknown = JSON.parse(body);
    return accept(value);
  } catch {
    return reject('json_invalid', ['body', 0], 'JSON decode error', {}, { error: 'Expecting value' });
  }
}
