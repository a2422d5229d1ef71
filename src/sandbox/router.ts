import type { SandboxAnswer, SandboxRequest } from './http-server.ts';

/** Path parameters by name. */
export type Parameters = Readonly<Record<string, string>>;

/** Answers one route. */
export type RouteHandler = (request: SandboxRequest, parameters: Parameters) => SandboxAnswer;

/** Routes by "METHOD /path/:parameter"; where several match, the first one wins. */
export type Routes = Readonly<Record<string, RouteHandler>>;

/** The handler and the parameters of a request. */
export interface RouteMatch {
  readonly handler: RouteHandler;
  readonly parameters: Parameters;
}

/**
 * Finds the route of a method and a path that is already split into segments: what a segment is, and when it is
 * decoded, differs from framework to framework, so the emulator splits.
 */
export function findRoute(routes: Routes, method: string, segments: readonly string[]): RouteMatch | null {
  for (const [route, handler] of Object.entries(routes)) {
    const [routeMethod, pattern = ''] = route.split(' ');
    const parameters = routeMethod === method ? matchSegments(pattern.split('/').slice(1), segments) : null;
    if (parameters !== null) return { handler, parameters };
  }
  return null;
}

function matchSegments(pattern: readonly string[], segments: readonly string[]): Parameters | null {
  if (pattern.length !== segments.length) return null;
  const parameters: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const actual = segments[index] ?? '';
    if (expected.startsWith(':')) {
      if (actual === '') return null;
      parameters[expected.slice(1)] = actual;
    } else if (expected !== actual) {
      return null;
    }
  }
  return parameters;
}
