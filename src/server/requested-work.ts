import type { IncomingMessage } from 'node:http';

/** The URL path of the graph. */
export const graphPath = '/graphql';

const exportPath = '/customers.csv';

/** What makes work, of all that can be asked for here. */
type Work = 'graph' | 'export';

/**
 * The work that a request asks for, the target of which can be part of a URL; null: next to none, such as health, the
 * files of GraphiQL, or whether a page may ask at all.
 */
export function workOf({ method, url = '' }: IncomingMessage): Work | null {
  if (method === 'OPTIONS') return null;
  if (url === graphPath) return 'graph';
  // As Yoga will see it: "/./graphql" is the graph, too.
  const { pathname } = new URL(`http://billgraph${url}`);
  if (pathname === exportPath) return 'export';
  return pathname === graphPath ? 'graph' : null;
}
