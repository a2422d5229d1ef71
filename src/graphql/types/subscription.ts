import type { Subscription, SubscriptionStatus } from '../../billing/subscription.ts';
import { builder } from '../builder.ts';
import { childLoaders } from '../customer-children.ts';
import { encodeNodeId } from '../node-id.ts';
import { type Owned, own } from '../owned.ts';
import { providerKeyOf } from '../provider-key.ts';
import { supportedBy } from '../supported-by.ts';
import { customerType } from './customer.ts';
import { moneyType, periodType } from './money.ts';

const subscriptionStatusEnum = builder.enumType('SubscriptionStatus', {
  description: 'Where a subscription stands.',
  values: {
    ACTIVE: { description: 'Running.' },
    TRIALING: { description: 'Running as a trial.' },
    PAST_DUE: {
      description: 'A payment is late; the provider may still serve it, or not any more (Polar: unpaid).',
    },
    PAUSED: { description: 'Paused.' },
    PENDING: { description: 'Not begun yet.' },
    INCOMPLETE: { description: 'Waiting for its first payment.' },
    CANCELED: { description: 'Cancelled and over.' },
    ENDED: { description: 'Over.' },
    UNKNOWN: { description: 'A state that billgraph has no word for; see `providerStatus`.' },
  } satisfies Record<SubscriptionStatus, object>,
});

const subscriptionType = builder.objectRef<Owned<Subscription>>('Subscription').implement({
  description: 'A subscription of the customer to a plan or product.',
  fields: (t) => ({
    id: t.id({
      description: 'Unique over all providers and stable; `node` does not take it.',
      resolve: ({ provider, key }) => encodeNodeId({ type: 'Subscription', provider, key }),
    }),
    subscriptionId: t.exposeString('subscriptionId', {
      description:
        "What the arguments called `subscriptionId` take: the provider's id, on Lago the subscription's external id.",
    }),
    status: t.expose('status', { type: subscriptionStatusEnum, description: 'Where it stands.' }),
    providerStatus: t.exposeString('providerStatus', { description: "The provider's own word." }),
    plan: t.exposeString('plan', {
      nullable: true,
      description: 'Flexprice: plan lookup key, else plan id. Lago: plan code. Polar: product id.',
    }),
    planName: t.exposeString('planName', {
      nullable: true,
      ...supportedBy(['FLEXPRICE', 'POLAR'], 'Name of the plan or product.'),
    }),
    price: t.expose('price', {
      type: moneyType,
      nullable: true,
      ...supportedBy(['LAGO', 'POLAR'], 'The recurring price of the plan, without usage.'),
    }),
    currentPeriod: t.expose('currentPeriod', {
      type: periodType,
      nullable: true,
      description: 'The running billing period; null where there is none.',
    }),
    trialEndsAt: t.expose('trialEndsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the trial ends or ended; null without one.',
    }),
    cancelsAt: t.expose('cancelsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When a cancellation that is already decided takes effect; null when none is.',
    }),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true, description: 'When it began.' }),
    endedAt: t.expose('endedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended; null while it runs.',
    }),
  }),
});

builder.objectField(customerType, 'subscriptions', (t) =>
  t.field({
    type: [subscriptionType],
    nullable: true,
    description:
      'Subscriptions that give access now: active and trialing, and on Polar past due ones, which it still serves.',
    args: {
      includeInactive: t.arg.boolean({ description: 'True to also get all others; false when absent.' }),
    },
    resolve: async (customer, args, context, info) => {
      const loader = childLoaders.subscriptions({ arguments: args, selection: info }, context.loaders);
      const reading = await loader.load(providerKeyOf(customer, context));
      const subscriptions = reading.take(context.stale.at(info.path));
      return context.answer.count(subscriptions)?.map((subscription) => own(customer, subscription)) ?? null;
    },
  }),
);
