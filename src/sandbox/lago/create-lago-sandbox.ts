import type { Emulator, SandboxAnswer, SandboxRequest } from '../http-server.ts';
import { findRoute, type Routes } from '../router.ts';
import { appliedCouponRoutes } from './applied-coupon-routes.ts';
import { couponRoutes } from './coupon.ts';
import { customerRoutes } from './customer-routes.ts';
import { entitlementRoutes } from './entitlement-routes.ts';
import { malformed, notFound, unauthorized } from './errors.ts';
import { featureRoutes } from './feature-routes.ts';
import { readSegments } from './path.ts';
import { portalRoutes } from './portal-routes.ts';
import { isMalformed } from './request-body.ts';
import { createSeededStore } from './seed/create-seeded-store.ts';
import type { LagoStore } from './store.ts';
import { subscriptionRoutes } from './subscription-routes.ts';
import { usageRoutes } from './usage-routes.ts';
import { walletRoutes } from './wallet-routes.ts';
import { walletTransactionRoutes } from './wallet-transaction-routes.ts';

/** How to set a Lago sandbox up. */
export interface LagoSandboxOptions {
  /** The clock. Seeded dates lie around the time at creation; periods follow the time of each request. */
  readonly now: () => Date;
  /** The one key that is let in. */
  readonly apiKey: string;
}

/** A Lago organization of its own, with customers in it; what is written is forgotten with the process. */
export function createLagoSandbox({ now, apiKey }: LagoSandboxOptions): Emulator {
  const store = createSeededStore(now);
  const routes = routesOf(store);
  return (request) => {
    const answer = route(request, routes, apiKey);
    return { ...answer, headers: { ...answer.headers, ...answerHeaders(request, store) } };
  };
}

function routesOf(store: LagoStore): Routes {
  return {
    ...customerRoutes(store),
    ...portalRoutes(store),
    ...usageRoutes(store),
    ...couponRoutes(store),
    ...appliedCouponRoutes(store),
    ...walletRoutes(store),
    ...walletTransactionRoutes(store),
    ...subscriptionRoutes(store),
    ...entitlementRoutes(store),
    ...featureRoutes(store),
  };
}

/** Paths are matched before anybody asks for the key: an unknown one is 404 to everybody. */
function route(request: SandboxRequest, routes: Routes, apiKey: string): SandboxAnswer {
  const segments = decodePath(request.path);
  if (segments === 'malformed') return malformed();
  const match = segments === null ? null : findRoute(routes, request.method, segments);
  if (match === null) return notFound('resource');
  // The scheme's word is not looked at, only what follows it.
  const [, key] = (request.headers.authorization ?? '').trim().split(/\s+/);
  if (key !== apiKey) return unauthorized();
  if (isMalformed(request)) return malformed();
  return match.handler(request, match.parameters);
}

function decodePath(path: string): readonly string[] | 'malformed' | null {
  try {
    return readSegments(path);
  } catch {
    return 'malformed';
  }
}

/** Requests per second by Lago's published limits; the sandbox counts nothing and every window looks fresh. */
function answerHeaders({ path }: SandboxRequest, store: LagoStore): Readonly<Record<string, string>> {
  const limit = /\/current_usage\/?$/.test(path) ? 200 : 50;
  return {
    'x-request-id': store.newId('request'),
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(limit - 1),
    'x-ratelimit-reset': '1',
  };
}
