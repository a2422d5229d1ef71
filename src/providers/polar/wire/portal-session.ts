import { z } from 'zod';
import type { PortalSession } from '../../../billing/portal-session.ts';
import { wireTime, wireUrl } from '../../wire-values.ts';

/** The answer of `POST /v1/customer-sessions/`. Its token is in the url as well. */
export const portalSessionSchema = z.object({
  customer_id: z.string(),
  customer_portal_url: wireUrl,
  expires_at: wireTime,
});

/** The session of an answer. */
export function toPortalSession(session: z.infer<typeof portalSessionSchema>): PortalSession {
  return { url: session.customer_portal_url, expiresAt: session.expires_at };
}
