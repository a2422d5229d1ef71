import type { CustomerReference } from '../billing/customer-write.ts';

/** A customer of an account. */
export interface CustomerPlace {
  /** The account's configured name. */
  readonly account: string;
  readonly reference: CustomerReference;
  /** The provider's own id of the one who is meant, where it was seen: on Lago another may get the same key later. */
  readonly identity?: string | undefined;
}

/** What tells the customer from all others, by this name; names of accounts have no colon. */
export function nameOf({ account, reference }: CustomerPlace): string {
  return 'key' in reference
    ? `${account}:key:${reference.key}`
    : `${account}:externalId:${reference.externalId}`;
}
