import type { OpenSandbox } from './open-sandbox.ts';
import { listOf } from './rows.ts';

/** The external ids of the customers that a search finds, in its order. */
export function findExternalIds(sandbox: OpenSandbox, filter: object): readonly unknown[] {
  const { json } = sandbox.post('/customers/search', { limit: 1000, ...filter });
  return listOf(json, 'items').map((row) => row.get('external_id'));
}
