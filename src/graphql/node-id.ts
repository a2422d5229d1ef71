/** What a global id stands for. */
export interface NodeId {
  /** The GraphQL type. */
  readonly type: string;
  /** The provider account's configured name. */
  readonly provider: string;
  /** The provider's own key; may itself contain colons. */
  readonly key: string;
}

/** The global id: standard base64 of `Type:provider:key`. */
export function encodeNodeId({ type, provider, key }: NodeId): string {
  return Buffer.from(`${type}:${provider}:${key}`, 'utf8').toString('base64');
}

/** What the global id stands for, or null where it is none of ours. */
export function decodeNodeId(id: string): NodeId | null {
  const text = Buffer.from(id, 'base64').toString('utf8');
  // Node's decoder skips what is not base64 and replaces what is not UTF-8, so only a full circle proves the id.
  if (Buffer.from(text, 'utf8').toString('base64') !== id) return null;
  const [, type, provider, key] = /^([^:]+):([^:]+):(.+)$/s.exec(text) ?? [];
  return type === undefined || provider === undefined || key === undefined ? null : { type, provider, key };
}
