import type { ServerResponse } from 'node:http';

/** What every answer tells browsers; one that says otherwise itself, such as the GraphiQL page, has its own way. */
export const securityHeaders = {
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

/**
 * Those of all that is answered about the graph and its customers: whether a page may read it depends on where the page is
 * from.
 */
export const graphHeaders = { ...securityHeaders, vary: 'Origin' } as const;

/** Sets them for what is answered: those of the graph, or the security headers for whatever else it is. */
export function setHeaders(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}
