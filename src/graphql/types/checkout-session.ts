import type { CheckoutSession } from '../../billing/checkout-session.ts';
import { attempt } from '../attempt.ts';
import { builder } from '../builder.ts';
import { supportedBy } from '../supported-by.ts';
import { unsupportedError } from '../write-failure.ts';
import { customerKeyInput, targetOf } from './customer-key.ts';
import { createMutationResult } from './mutation-result.ts';

const createCheckoutSessionInput = builder.inputType('CreateCheckoutSessionInput', {
  description: 'A checkout session to be opened.',
  fields: (t) => ({
    customer: t.field({
      type: customerKeyInput,
      required: true,
      description: 'The customer who is to pay.',
    }),
    products: t.stringList({
      description:
        'Ids of the products that are sold; the first is chosen to begin with. Polar needs at least one. On Lago, where the customer leaves a means of payment and buys nothing, it is a ValidationError.',
    }),
    successUrl: t.string({
      description:
        'Where the customer goes after paying: an http or https URL. Only Polar has a place for it; elsewhere it is a ValidationError.',
    }),
  }),
});

const failures = [
  'NotFoundError',
  'ValidationError',
  'UnsupportedError',
  'ProviderError',
  'OutcomeUnknownError',
] as const;

const createCheckoutSessionPayload = builder
  .objectRef<CheckoutSession>('CreateCheckoutSessionPayload')
  .implement({
    description: 'A page on which one customer pays, or leaves a means of payment.',
    fields: (t) => ({
      url: t.exposeString('url', {
        description:
          'Where to send the customer. A secret: whoever has it acts for that customer until it expires, so hand it to nobody else and keep it out of logs and caches.',
      }),
      expiresAt: t.expose('expiresAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When it stops working; null where the provider does not tell (Lago).',
      }),
    }),
  });

const createCheckoutSessionResult = createMutationResult(
  'createCheckoutSession',
  createCheckoutSessionPayload,
  failures,
);

builder.mutationField('createCheckoutSession', (t) =>
  t.field({
    type: createCheckoutSessionResult,
    ...supportedBy(
      ['LAGO', 'POLAR'],
      'Opens a checkout for a customer that exists: on Polar to buy products, on Lago to leave a means of payment with the payment provider that the customer is linked to; without one it is a ValidationError.',
    ),
    args: {
      input: t.arg({ type: createCheckoutSessionInput, required: true, description: 'The session.' }),
    },
    resolve: (_root, { input }, context) => {
      const target = targetOf(input.customer, context.providers);
      if ('failure' in target) return target;
      const { provider, reference } = target;
      const { checkoutSessions } = provider;
      if (checkoutSessions === undefined) return unsupportedError(provider);
      const session = { products: input.products ?? null, successUrl: input.successUrl || null };
      return attempt({ provider, changes: [], failures, context }, (call) =>
        checkoutSessions.create(reference, session, call),
      );
    },
  }),
);
