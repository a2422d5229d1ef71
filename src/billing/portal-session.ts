import type { Call } from './call.ts';
import type { CustomerReference } from './customer-write.ts';

/** A link that opens the provider's own pages for one customer; whoever has the url is that customer. */
export interface PortalSession {
  readonly url: string;
  /** null where the provider does not tell. */
  readonly expiresAt: Date | null;
}

/** What a portal session may be asked for. */
interface PortalSessionInput {
  /** Where the portal's way back leads. */
  readonly returnUrl: string | null;
}

/** Opening the provider's customer portal. Refuses like a write; a session that nobody uses changes nothing. */
export interface PortalSessions {
  create(reference: CustomerReference, input: PortalSessionInput, call: Call): Promise<PortalSession>;
}
