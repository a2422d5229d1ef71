import type { Call } from '../../billing/call.ts';
import type { CustomerReads } from '../../billing/customer.ts';
import type { CustomerReference } from '../../billing/customer-write.ts';
import type { PortalSessions } from '../../billing/portal-session.ts';
import { ProviderError } from '../../billing/provider-error.ts';
import { notThere } from '../../billing/write-refusal.ts';
import { requireCustomer } from '../find-customer.ts';
import { refuseOptions } from '../refuse-options.ts';
import { type FlexpriceClient, isRoutable, notFound, path } from './client.ts';
import { portalSessionSchema, toPortalSession } from './wire/portal-session.ts';

/** Portal sessions through `GET /customers/portal/{external_id}`, which makes a new token each time. */
export function createPortalSessions(client: FlexpriceClient, reads: CustomerReads): PortalSessions {
  const { provider } = client;

  async function routableExternalId(reference: CustomerReference, call: Call): Promise<string> {
    const externalId =
      'externalId' in reference
        ? reference.externalId
        : (await requireCustomer(reads, reference, call)).externalId;
    if (externalId !== null && isRoutable(externalId)) return externalId;
    throw new ProviderError({ provider, failure: 'unsupported', detail: 'external id not routable' });
  }

  return {
    async create(reference, { returnUrl }, call) {
      refuseOptions({ returnUrl });
      const externalId = await routableExternalId(reference, call);
      const session = await client.find(
        {
          method: 'GET',
          path: path`/customers/portal/${externalId}`,
          schema: portalSessionSchema,
          missing: notFound,
        },
        call,
      );
      if (session === null) throw notThere();
      return toPortalSession(session);
    },
  };
}
