import type { SandboxAnswer, SandboxRequest } from '../http-server.ts';
import { findRoute, type Routes } from '../router.ts';
import { methodNotAllowed, routeNotFound, unauthorized } from './errors.ts';
import type { Caller } from './gate.ts';

/**
 * Answers with the route of the request. A path is decoded as a whole before it is matched, so "%2F" inside an external
 * id divides segments like any other slash. The route asks for the token last: what is no route is 404 to anybody.
 */
export function dispatch(routes: Routes, request: SandboxRequest, caller: Caller): SandboxAnswer {
  const path = decodePath(request.path);
  const match = findRoute(routes, request.method, toSegments(path));
  if (match !== null) {
    return caller === 'organization' ? match.handler(request, match.parameters) : unauthorized();
  }
  const allowed = methodsOf(routes, path);
  if (allowed.length > 0) return methodNotAllowed(allowed);
  return methodsOf(routes, otherSlash(path)).length > 0 ? redirect(request) : routeNotFound();
}

/** As the server below Polar decodes: what is no escape stays, what is no UTF-8 becomes the replacement character. */
function decodePath(path: string): string {
  return path.replace(/(?:%[0-9a-fA-F]{2})+/g, (escapes) =>
    Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}

function toSegments(path: string): readonly string[] {
  return path.split('/').slice(1);
}

function methodsOf(routes: Routes, path: string): readonly string[] {
  return ['GET', 'POST', 'PATCH', 'DELETE'].filter(
    (method) => findRoute(routes, method, toSegments(path)) !== null,
  );
}

function otherSlash(path: string): string {
  return path.endsWith('/') ? path.replace(/\/+$/, '') : `${path}/`;
}

/** 307 to the same path with or without its trailing slash. */
function redirect({ path, query, headers }: SandboxRequest): SandboxAnswer {
  const search = query.size > 0 ? `?${query}` : '';
  return {
    status: 307,
    headers: { location: `http://${headers.host ?? 'localhost'}${otherSlash(path)}${search}` },
  };
}
