import type { Call } from '../../billing/call.ts';
import type { CustomerReference } from '../../billing/customer-write.ts';
import type { PortalSession } from '../../billing/portal-session.ts';
import { attempt } from '../attempt.ts';
import { builder } from '../builder.ts';
import type { Caller } from '../caller.ts';
import { forbidden } from '../forbidden.ts';
import { requireOwn } from '../visible-customers.ts';
import { type CustomerTarget, customerKeyInput, targetOf } from './customer-key.ts';
import { createMutationResult } from './mutation-result.ts';

const createPortalSessionInput = builder.inputType('CreatePortalSessionInput', {
  description: 'A portal session to be opened.',
  fields: (t) => ({
    customer: t.field({
      type: customerKeyInput,
      required: true,
      description: 'The customer who is to use it.',
    }),
    returnUrl: t.string({
      description:
        "Where the portal's way back leads: an http or https URL. Only Polar has a place for it; elsewhere it is a ValidationError.",
    }),
  }),
});

const failures = ['NotFoundError', 'ValidationError', 'UnsupportedError', 'ProviderError'] as const;

const createPortalSessionPayload = builder.objectRef<PortalSession>('CreatePortalSessionPayload').implement({
  description: "The way into the provider's own pages for one customer.",
  fields: (t) => ({
    url: t.exposeString('url', {
      description:
        'Where to send the customer. A secret: whoever has it is that customer until it expires, so hand it to nobody else and keep it out of logs and caches.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'When it stops working; null where the provider does not tell. On Lago, which does not, twelve hours after the call: that is how long its links live.',
    }),
  }),
});

const createPortalSessionResult = createMutationResult(
  'createPortalSession',
  createPortalSessionPayload,
  failures,
);

/** Whoever may not write may still open its own portal. */
async function toAllowed(target: CustomerTarget, caller: Caller, call: Call): Promise<CustomerReference> {
  if (caller.scopes.has('customers:write')) return target.reference;
  if (caller.externalId === null) throw forbidden('opening portals');
  return requireOwn(caller.externalId, target, call);
}

builder.mutationField('createPortalSession', (t) =>
  t.field({
    type: createPortalSessionResult,
    description:
      'Opens the customer portal of the provider for one customer. Safe to repeat: each time it is a new link, and one that nobody uses changes nothing. A caller who is a customer may open its own without a scope; to it, any other customer is a NotFoundError.',
    args: {
      input: t.arg({ type: createPortalSessionInput, required: true, description: 'The session.' }),
    },
    skipTypeScopes: true,
    authScopes: { 'customers:write': true, isCustomer: true },
    resolve: (_root, { input }, context) => {
      const target = targetOf(input.customer, context.providers);
      if ('failure' in target) return target;
      const { provider } = target;
      const session = { returnUrl: input.returnUrl || null };
      return attempt({ provider, changes: [], failures, context }, async (call) => {
        const allowed = await toAllowed(target, context.caller, call);
        return provider.portalSessions.create(allowed, session, call);
      });
    },
  }),
);
