import { z } from 'zod';
import type { PortalSession } from '../../../billing/portal-session.ts';
import { wireOptionalTime, wireUrl } from '../../wire-values.ts';

/** The answer of the portal route. Its token is in the url as well. */
export const portalSessionSchema = z.object({
  url: wireUrl,
  expires_at: wireOptionalTime,
});

/** The session of an answer. */
export function toPortalSession({ url, expires_at }: z.infer<typeof portalSessionSchema>): PortalSession {
  return { url, expiresAt: expires_at };
}
