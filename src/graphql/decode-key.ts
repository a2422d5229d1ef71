import type { ProviderKey } from '../loaders/provider-loader.ts';
import type { Providers } from './context.ts';
import { decodeNodeId } from './node-id.ts';

/** A global id, and the GraphQL type that it has to be of. */
interface TypedId {
  readonly type: string;
  readonly id: string;
}

/** The account and native key behind the id; null where it is of another type or its account is not configured. */
export function decodeKey({ type, id }: TypedId, providers: Providers): ProviderKey | null {
  const nodeId = decodeNodeId(id);
  if (nodeId?.type !== type) return null;
  const provider = providers.get(nodeId.provider);
  return provider === undefined ? null : { provider, key: nodeId.key };
}
