import type { Emulator, SandboxAnswer, SandboxRequest } from '../http-server.ts';
import type { Routes } from '../router.ts';
import { dispatch } from './dispatch.ts';
import { admit } from './gate.ts';
import { benefitGrantRoutes } from './routes/benefit-grants.ts';
import { benefitRoutes } from './routes/benefits.ts';
import { checkoutRoutes } from './routes/checkouts.ts';
import { customerMeterRoutes } from './routes/customer-meters.ts';
import { customerSessionRoutes } from './routes/customer-sessions.ts';
import { customerRoutes } from './routes/customers.ts';
import { discountRoutes } from './routes/discounts.ts';
import { meterRoutes } from './routes/meters.ts';
import { orderRoutes } from './routes/orders.ts';
import { productRoutes } from './routes/products.ts';
import { subscriptionRoutes } from './routes/subscriptions.ts';
import { legacyBalanceRoutes, type WalletRoutes, walletRoutes } from './routes/wallets.ts';
import { createSeededStore } from './seed/create-seeded-store.ts';
import type { PolarStore } from './store.ts';

/** How the emulated Polar is set up. */
export interface PolarSandboxOptions {
  /** The clock; the seeded dates are relative to what it tells at creation. */
  readonly now: () => Date;
  /** The organization access token that is accepted. */
  readonly apiKey: string;
  /** Whether the private wallet routes are there and allowed; by default they are. */
  readonly wallets?: WalletRoutes;
  /** True: the older balance route, which Polar has removed, is still there. */
  readonly legacyBalance?: boolean;
}

/** An emulated Polar of one organization, with its own state. Paths start with /v1. */
export function createPolarSandbox(options: PolarSandboxOptions): Emulator {
  const store = createSeededStore(options.now);
  const routes = createRoutes(store, options);
  const tokens = { apiKey: options.apiKey, sessionTokens: store.sessionTokens };
  return (original) => {
    const request = withoutApiPrefix(original);
    const admission = admit(request, tokens);
    const answer = admission.ok ? dispatch(routes, request, admission.caller) : admission.answer;
    return withHeaders(answer, admission.version, request !== original);
  };
}

function createRoutes(store: PolarStore, { wallets, legacyBalance }: PolarSandboxOptions): Routes {
  return {
    ...customerRoutes(store),
    ...(legacyBalance === true ? legacyBalanceRoutes(store) : {}),
    ...customerMeterRoutes(store),
    ...meterRoutes(store),
    ...benefitGrantRoutes(store),
    ...benefitRoutes(store),
    ...subscriptionRoutes(store),
    ...productRoutes(store),
    ...discountRoutes(store),
    ...walletRoutes(store, wallets ?? 'mounted'),
    ...customerSessionRoutes(store),
    ...checkoutRoutes(store),
    ...orderRoutes(),
  };
}

/** Polar still takes its older paths, under /api/v1. */
function withoutApiPrefix(request: SandboxRequest): SandboxRequest {
  return request.path.startsWith('/api/v1/')
    ? { ...request, path: request.path.slice('/api'.length) }
    : request;
}

function withHeaders(answer: SandboxAnswer, version: string | null, isOldPath: boolean): SandboxAnswer {
  return {
    ...answer,
    headers: {
      'cache-control': 'private, no-store',
      ...(version === null ? {} : { 'polar-version': version }),
      ...(isOldPath ? { 'x-polar-deprecation-notice': 'Use the paths under /v1.' } : {}),
      ...answer.headers,
    },
  };
}
