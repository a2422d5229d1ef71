import { z } from 'zod';
import type { PortalSessions } from '../../billing/portal-session.ts';
import { notThere } from '../../billing/write-refusal.ts';
import { refuseOptions } from '../refuse-options.ts';
import { wireUrl } from '../wire-values.ts';
import { customerNotFound, type LagoClient, path } from './client.ts';
import { keyOf, requireSafePathTo } from './customer-path.ts';

const answerSchema = z.object({ customer: z.object({ portal_url: wireUrl }) });

/** How long Lago's links live from when they are made; its answer does not tell. */
const lifetimeMs = 12 * 60 * 60 * 1000;

/** Portal sessions: a new link at every call. */
export function createPortalSessions(client: LagoClient): PortalSessions {
  return {
    async create(reference, { returnUrl }, call) {
      refuseOptions({ returnUrl });
      const customer = keyOf(reference);
      await requireSafePathTo(client, customer, call);
      // Before the call, so that the link lives a little longer than it is said to rather than shorter.
      const expiresAt = new Date(call.now().getTime() + lifetimeMs);
      const answer = await client.find(
        {
          method: 'GET',
          path: path`/customers/${customer}/portal_url`,
          schema: answerSchema,
          missing: customerNotFound,
        },
        call,
      );
      if (answer === null) throw notThere();
      return { url: answer.customer.portal_url, expiresAt };
    },
  };
}
