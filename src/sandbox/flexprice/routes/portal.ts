import type { Routes } from '../../router.ts';
import { answerJson } from '../answers.ts';
import { notFound } from '../refusal.ts';
import type { CustomerRow } from '../rows/customer.ts';
import { findByExternalId, type Store } from '../store.ts';
import { toTimestamp } from '../timestamp.ts';

const lifetimeMs = 60 * 60 * 1000;

/** The route that lets a customer into the provider's portal: a GET, and yet each one makes a new token. */
export function portalRoutes(store: Store): Routes {
  return {
    'GET /customers/portal/:externalId': (_, { externalId = '' }) => {
      const customer = findByExternalId(store, externalId);
      if (customer === undefined) {
        throw notFound(`There is no customer with the external id ${externalId}`, {
          external_id: externalId,
        });
      }
      const expiresAt = new Date(store.now().getTime() + lifetimeMs);
      const token = createToken(store, customer, expiresAt);
      return answerJson(200, {
        url: `https://portal.flexprice.example/?token=${token}`,
        token,
        expires_at: toTimestamp(expiresAt),
      });
    },
  };
}

/** It has the shape of a JSON web token; the signature is a placeholder. */
function createToken(store: Store, customer: CustomerRow, expiresAt: Date): string {
  const header = { alg: 'HS256', typ: 'JWT' };
  const claims = {
    customer_id: customer.id,
    exp: Math.floor(expiresAt.getTime() / 1000),
    jti: store.nextNumber(),
  };
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${encode(header)}.${encode(claims)}.${Buffer.from('sandbox').toString('base64url')}`;
}
