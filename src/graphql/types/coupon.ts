import type { AppliedCoupon, CouponDuration, CouponKind, CouponStatus } from '../../billing/coupon.ts';
import { attempt } from '../attempt.ts';
import { builder } from '../builder.ts';
import { childLoaders } from '../customer-children.ts';
import { decodeKey } from '../decode-key.ts';
import { encodeNodeId } from '../node-id.ts';
import { type Owned, own } from '../owned.ts';
import { providerKeyOf } from '../provider-key.ts';
import { supportedBy } from '../supported-by.ts';
import { notFoundError, unsupportedError } from '../write-failure.ts';
import { customerType } from './customer.ts';
import { moneyType } from './money.ts';
import { createMutationResult } from './mutation-result.ts';

const couponKindEnum = builder.enumType('CouponKind', {
  description: 'Whether a coupon takes off an amount or a share.',
  values: {
    FIXED: { description: 'An amount of money: `amountOff`.' },
    PERCENTAGE: { description: 'A share of the price: `percentOff`.' },
  } satisfies Record<CouponKind, object>,
});

const couponDurationEnum = builder.enumType('CouponDuration', {
  description: 'How long a coupon keeps taking off.',
  values: {
    ONCE: { description: 'Once.' },
    REPEATING: { description: 'For a number of billing periods or months.' },
    FOREVER: { description: 'As long as the subscription lives.' },
  } satisfies Record<CouponDuration, object>,
});

const couponStatusEnum = builder.enumType('CouponStatus', {
  description: 'Whether a coupon takes off anything now.',
  values: {
    ACTIVE: {
      description: 'Usable now: started, not ended and, where it hangs on one, on a live subscription.',
    },
    INACTIVE: { description: 'Not started, ended, used up or on a subscription that is over.' },
  } satisfies Record<CouponStatus, object>,
});

const appliedCouponType = builder.objectRef<Owned<AppliedCoupon>>('AppliedCoupon').implement({
  description: 'A coupon or discount that was given to the customer or to one of its subscriptions.',
  fields: (t) => ({
    id: t.id({
      description:
        'Of this application, not of the coupon; what `removeCoupon` takes. Unique over all providers and stable; `node` does not take it.',
      resolve: ({ provider, key }) => encodeNodeId({ type: 'AppliedCoupon', provider, key }),
    }),
    couponId: t.exposeString('couponId', {
      description: "The provider's id of the coupon or discount itself.",
    }),
    code: t.exposeString('code', {
      nullable: true,
      description: 'The code that people type; null where it has none.',
    }),
    name: t.exposeString('name', {
      nullable: true,
      description: 'What it is called; null where it has no name.',
    }),
    kind: t.expose('kind', { type: couponKindEnum, description: 'An amount or a share.' }),
    amountOff: t.expose('amountOff', {
      type: moneyType,
      nullable: true,
      description: 'What a FIXED coupon takes off; null for a PERCENTAGE.',
    }),
    percentOff: t.expose('percentOff', {
      type: 'Decimal',
      nullable: true,
      description: 'What a PERCENTAGE takes off: "20" is 20 %; null for a FIXED coupon.',
    }),
    amountRemaining: t.expose('amountRemaining', {
      type: moneyType,
      nullable: true,
      ...supportedBy(['LAGO'], 'What is left of an amount that is taken off once; null elsewhere.'),
    }),
    duration: t.expose('duration', {
      type: couponDurationEnum,
      description: 'How long it keeps taking off.',
    }),
    periodsRemaining: t.exposeInt('periodsRemaining', {
      nullable: true,
      ...supportedBy(
        ['LAGO'],
        'How many billing periods it still takes off in; null when it is not counted or not told.',
      ),
    }),
    status: t.expose('status', { type: couponStatusEnum, description: 'Whether it takes off anything now.' }),
    appliedAt: t.expose('appliedAt', {
      type: 'DateTime',
      nullable: true,
      ...supportedBy(['FLEXPRICE', 'LAGO'], 'Since when the customer has it.'),
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      ...supportedBy(
        ['FLEXPRICE', 'LAGO'],
        'Until when; null when it has no end or the provider does not tell. On Lago the end of the coupon itself: nobody gets it any more, but whom it was given keeps it.',
      ),
    }),
    subscriptionId: t.exposeString('subscriptionId', {
      nullable: true,
      ...supportedBy(
        ['FLEXPRICE', 'POLAR'],
        'The subscription that it hangs on; null on Lago, where it hangs on the customer.',
      ),
    }),
  }),
});

builder.objectField(customerType, 'coupons', (t) =>
  t.field({
    type: [appliedCouponType],
    nullable: true,
    description: 'Coupons and discounts of the customer; empty when there are none.',
    args: {
      includeInactive: t.arg.boolean({ description: 'True to also get INACTIVE ones; false when absent.' }),
    },
    resolve: async (customer, args, context, info) => {
      const loader = childLoaders.coupons({ arguments: args, selection: info }, context.loaders);
      const reading = await loader.load(providerKeyOf(customer, context));
      const coupons = reading.take(context.stale.at(info.path));
      return context.answer.count(coupons)?.map((coupon) => own(customer, coupon)) ?? null;
    },
  }),
);

const removeCouponInput = builder.inputType('RemoveCouponInput', {
  description: 'A coupon to be taken away from a customer.',
  fields: (t) => ({
    appliedCouponId: t.id({ required: true, description: 'The `id` of the AppliedCoupon.' }),
  }),
});

const removalFailures = [
  'NotFoundError',
  'UnsupportedError',
  'ProviderError',
  'OutcomeUnknownError',
] as const;

const removeCouponPayload = builder
  .objectRef<{ readonly coupon: Owned<AppliedCoupon> }>('RemoveCouponPayload')
  .implement({
    description: 'The customer does not have the coupon any more.',
    fields: (t) => ({
      coupon: t.expose('coupon', {
        type: appliedCouponType,
        description: 'The coupon as it is now: INACTIVE.',
      }),
    }),
  });

const removeCouponResult = createMutationResult('removeCoupon', removeCouponPayload, removalFailures);

builder.mutationField('removeCoupon', (t) =>
  t.field({
    type: removeCouponResult,
    ...supportedBy(
      ['LAGO'],
      'Takes a coupon away from a customer: it takes off nothing from then on, and stays among the inactive ones. A second time changes nothing.',
    ),
    args: { input: t.arg({ type: removeCouponInput, required: true, description: 'The coupon.' }) },
    resolve: (_root, { input }, context) => {
      const found = decodeKey({ type: 'AppliedCoupon', id: input.appliedCouponId }, context.providers);
      if (found === null) return notFoundError('There is no applied coupon with this id.');
      const { provider, key } = found;
      const { couponRemoval } = provider;
      if (couponRemoval === undefined) return unsupportedError(provider);
      const owner = couponRemoval.ownerOf(key);
      const changes = owner === null ? [] : [owner];
      return attempt({ provider, changes, failures: removalFailures, context }, async (call) => ({
        coupon: own({ provider: provider.name }, await couponRemoval.remove(key, call)),
      }));
    },
  }),
);
