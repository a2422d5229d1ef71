import type { Emulator, SandboxAnswer, SandboxRequest } from '../http-server.ts';
import { ulidOf } from '../ids.ts';
import { findRoute, type Routes } from '../router.ts';
import { answerText } from './answers.ts';
import { Refusal } from './refusal.ts';
import { refuseCaller } from './request/authentication.ts';
import { decodePath, splitPath } from './request/path.ts';
import { inTreeOrder } from './request/tree-order.ts';
import { couponAssociationRoutes } from './routes/coupon-associations.ts';
import { couponRoutes } from './routes/coupons.ts';
import { creditGrantRoutes } from './routes/credit-grants.ts';
import { customerWriteRoutes } from './routes/customer-writes.ts';
import { customerRoutes } from './routes/customers.ts';
import { entitlementRoutes } from './routes/entitlements.ts';
import { featureRoutes } from './routes/features.ts';
import { invoiceSummaryRoutes } from './routes/invoice-summary.ts';
import { portalRoutes } from './routes/portal.ts';
import { subscriptionRoutes } from './routes/subscriptions.ts';
import { upcomingGrantRoutes } from './routes/upcoming-grants.ts';
import { usageRoutes } from './routes/usage.ts';
import { walletRoutes } from './routes/wallets.ts';
import { createSeededStore } from './seed/create-seeded-store.ts';
import type { Store } from './store.ts';

/** What a sandbox needs from outside. */
export interface FlexpriceSandboxOptions {
  /** Looked at once for the seed, whose dates are all relative to it, and then for every request. */
  readonly now: () => Date;
  /** The only `x-api-key` that is let in. */
  readonly apiKey: string;
}

/** The customer side of Flexprice's API under `/v1`, in memory. Each sandbox starts from the same seed. */
export function createFlexpriceSandbox({ now, apiKey }: FlexpriceSandboxOptions): Emulator {
  const store = createSeededStore(now);
  const routes = createRoutes(store);
  return (request) => {
    const requestId = request.headers['x-request-id'];
    const answer = answerRequest(routes, request, apiKey);
    return {
      ...answer,
      headers: {
        ...answer.headers,
        'x-request-id': typeof requestId === 'string' ? requestId : ulidOf(`request ${store.nextNumber()}`),
      },
    };
  };
}

function createRoutes(store: Store): Routes {
  return inTreeOrder({
    ...usageRoutes(store),
    ...walletRoutes(store),
    ...portalRoutes(store),
    ...subscriptionRoutes(store),
    ...entitlementRoutes(store),
    ...customerRoutes(store),
    ...customerWriteRoutes(store),
    ...upcomingGrantRoutes(store),
    ...invoiceSummaryRoutes(store),
    ...creditGrantRoutes(store),
    ...featureRoutes(store),
    ...couponAssociationRoutes(store),
    ...couponRoutes(store),
  });
}

function answerRequest(routes: Routes, request: SandboxRequest, apiKey: string): SandboxAnswer {
  const path = decodePath(request.path);
  if (path === null) return answerText(400, '400 Bad Request');
  const match = matchPath(routes, request.method, path);
  if (match === null)
    return redirectWithoutSlash(routes, request, path) ?? answerText(404, '404 page not found');
  const refused = refuseCaller(request, apiKey);
  if (refused !== null) return refused;
  try {
    return match.handler(request, match.parameters);
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}

function matchPath(routes: Routes, method: string, path: string): ReturnType<typeof findRoute> {
  const segments = splitPath(path);
  return segments === null ? null : findRoute(routes, method, segments);
}

/** The router redirects a path that only its last slash keeps from matching. */
function redirectWithoutSlash(routes: Routes, request: SandboxRequest, path: string): SandboxAnswer | null {
  if (!path.endsWith('/') || matchPath(routes, request.method, path.slice(0, -1)) === null) return null;
  const query = request.query.toString();
  const location = request.path.replace(/(?:\/|%2F)$/i, '') + (query === '' ? '' : `?${query}`);
  return { status: request.method === 'GET' ? 301 : 307, headers: { location } };
}
