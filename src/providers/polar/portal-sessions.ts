import type { CustomerReads } from '../../billing/customer.ts';
import type { PortalSessions } from '../../billing/portal-session.ts';
import { invalidInput } from '../../billing/write-refusal.ts';
import { requireSameCustomer } from '../same-customer.ts';
import { type PolarClient, path } from './client.ts';
import { requireId } from './require-id.ts';
import { openingSession } from './session-refusal.ts';
import { urlIssues } from './url-issues.ts';
import { portalSessionSchema, toPortalSession } from './wire/portal-session.ts';

/** Portal sessions from `POST /v1/customer-sessions/`; each lasts an hour. */
export function createPortalSessions(client: PolarClient, reads: CustomerReads): PortalSessions {
  const { provider } = client;
  return {
    async create(reference, { returnUrl }, call) {
      const issues = urlIssues(['returnUrl'], returnUrl);
      if (issues.length > 0) throw invalidInput(issues);
      const id = await requireId(reads, reference, call);
      const session = await openingSession(
        provider,
        client.send(
          {
            method: 'POST',
            path: path`/v1/customer-sessions/`,
            body: { customer_id: id, ...(returnUrl !== null && { return_url: returnUrl }) },
            schema: portalSessionSchema,
          },
          call,
        ),
      );
      requireSameCustomer(provider, id, session.customer_id);
      return toPortalSession(session);
    },
  };
}
