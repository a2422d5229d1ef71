import type { GraphQLResolveInfo } from 'graphql';
import type { Customer } from '../../billing/customer.ts';
import {
  type Access,
  type AccessReason,
  checkEntitlement,
  type EntitlementCheck,
} from '../../billing/entitlement-check.ts';
import type {
  Entitlement,
  EntitlementKind,
  EntitlementSource,
  EntitlementValue,
} from '../../billing/entitlement.ts';
import { checkFeatures } from '../bad-user-input.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { childLoaders } from '../customer-children.ts';
import { providerKeyOf } from '../provider-key.ts';
import { checkPartsOf } from '../selected-parts.ts';
import { customerType } from './customer.ts';

const entitlementKindEnum = builder.enumType('EntitlementKind', {
  description: 'What sort of right an entitlement gives.',
  values: {
    BOOLEAN: { description: 'The feature is on.' },
    METERED: { description: 'So much of the feature per reset period, or without limit.' },
    STATIC: { description: 'A fixed setting, told in `values`.' },
    CONFIG: { description: 'Several settings, told in `values` (Lago privileges).' },
    CREDIT: { description: 'Credits for a meter (Polar); `limit` is the number of units.' },
    LICENSE: { description: 'A license key (Polar).' },
    FILES: { description: 'Files to download (Polar).' },
    EXTERNAL_ACCESS: { description: 'A seat in somebody else’s system: Discord, GitHub, Slack (Polar).' },
    OTHER: { description: 'Something that billgraph has no word for.' },
  } satisfies Record<EntitlementKind, object>,
});

const entitlementValueType = builder.objectRef<EntitlementValue>('EntitlementValue').implement({
  description: 'A setting that comes with an entitlement.',
  fields: (t) => ({
    key: t.exposeString('key', { description: 'What is set.' }),
    value: t.exposeString('value', { description: 'Its value as text.' }),
  }),
});

const entitlementSourceType = builder.objectRef<EntitlementSource>('EntitlementSource').implement({
  description: 'Where an entitlement comes from.',
  fields: (t) => ({
    kind: t.exposeString('kind', { description: 'For example "plan", "addon", "subscription" or "order".' }),
    id: t.exposeString('id', { description: "The provider's id of the source." }),
    name: t.exposeString('name', {
      nullable: true,
      description: 'Its name or code, where the provider tells it.',
    }),
    subscriptionId: t.exposeString('subscriptionId', {
      nullable: true,
      description: 'The subscription behind it, where the provider tells it reliably.',
    }),
  }),
});

const entitlementType = builder.objectRef<Entitlement>('Entitlement').implement({
  description: 'A right of the customer to use a feature, merged over its live subscriptions.',
  fields: (t) => ({
    feature: t.exposeString('feature', {
      description: 'Flexprice: feature lookup key. Lago: feature code. Polar: benefit id.',
    }),
    name: t.exposeString('name', { nullable: true, description: 'What to call it in front of people.' }),
    kind: t.expose('kind', { type: entitlementKindEnum, description: 'What sort of right it is.' }),
    enabled: t.exposeBoolean('enabled', { description: 'Whether it is switched on.' }),
    limit: t.expose('limit', {
      type: 'Decimal',
      nullable: true,
      description:
        'How much, per reset period. "0" is a limit; null means that nothing is counted, or no limit (see `unlimited`). On Lago limits are privileges, in `values`.',
    }),
    unlimited: t.exposeBoolean('unlimited', {
      description: 'True only for a metered feature without a limit.',
    }),
    softLimit: t.exposeBoolean('softLimit', { description: 'True when use goes on past the limit.' }),
    resetPeriod: t.exposeString('resetPeriod', {
      nullable: true,
      description: "How often the count starts again, in the provider's own word.",
    }),
    values: t.expose('values', {
      type: [entitlementValueType],
      description: 'The settings that come with it.',
    }),
    sources: t.expose('sources', { type: [entitlementSourceType], description: 'What it comes from.' }),
  }),
});

const accessEnum = builder.enumType('Access', {
  description: 'May the customer use the feature now?',
  values: {
    ALLOWED: { description: 'Yes.' },
    DENIED: { description: 'No: the provider says so, or said so when it could last be asked.' },
    UNKNOWN: {
      description:
        'The provider could not be asked, and nothing recent is known of what it last said. Decide yourself; do not treat it as DENIED.',
    },
  } satisfies Record<Access, object>,
});

const accessReasonEnum = builder.enumType('AccessReason', {
  description: 'Why access is as it is.',
  values: {
    GRANTED: { description: 'There is an entitlement and room in it.' },
    NO_ENTITLEMENT: { description: 'The customer has no such entitlement.' },
    LIMIT_REACHED: { description: 'The hard limit is used up.' },
    DISABLED: { description: 'There is an entitlement, but it is switched off.' },
    PROVIDER_UNAVAILABLE: {
      description: 'The provider could not be asked, and nothing recent is known of what it last said.',
    },
    CUSTOMER_NOT_FOUND: { description: 'The customer does not exist any more.' },
  } satisfies Record<AccessReason, object>,
});

/** The answer to "may this customer use this feature?". */
export const entitlementCheckType = builder.objectRef<EntitlementCheck>('EntitlementCheck').implement({
  description:
    'The answer to "may this customer use this feature now?". It is always there: while the provider cannot be asked it is what the last known answers say, as `extensions.billgraph.stale` then tells, and UNKNOWN without any.',
  fields: (t) => ({
    feature: t.exposeString('feature', { description: 'The feature asked about.' }),
    access: t.expose('access', { type: accessEnum, description: 'Yes, no, or not known.' }),
    reason: t.expose('reason', { type: accessReasonEnum, description: 'Why.' }),
    limit: t.expose('limit', {
      type: 'Decimal',
      nullable: true,
      description: 'The allowance; null when nothing is counted, or when it is unlimited or not known.',
    }),
    used: t.expose('used', {
      type: 'Decimal',
      nullable: true,
      description:
        'Used so far; null when nothing is counted. Selecting it may cost a call that the answer alone would not.',
    }),
    remaining: t.expose('remaining', {
      type: 'Decimal',
      nullable: true,
      description: '`limit` less `used`; may be negative.',
    }),
    resetsAt: t.expose('resetsAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the count starts again; null when it never does or the provider does not tell.',
    }),
  }),
});

/** Checks one feature of one customer, for a field that returns an EntitlementCheck. */
export function checkCustomer(
  customer: Customer,
  feature: string,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<EntitlementCheck> {
  const key = providerKeyOf(customer, context);
  const { entitlements, usage } = context.loaders;
  const tell = context.stale.at(info.path);
  return checkEntitlement({
    feature,
    wantsUsage: checkPartsOf(info).usage,
    entitlements: async () => (await entitlements().load(key)).take(tell),
    usage: async () => (await usage({ subscriptionId: null }).load(key)).take(tell),
  });
}

builder.objectFields(customerType, (t) => ({
  entitlements: t.field({
    type: [entitlementType],
    nullable: true,
    description: 'The features that the customer may use now; empty when there are none.',
    args: {
      features: t.arg.stringList({
        description:
          'Only entitlements whose `feature` is one of these, at most 100; all when absent, none when empty.',
      }),
    },
    resolve: async (customer, args, context, info) => {
      const wanted = checkFeatures(args.features);
      const loader = childLoaders.entitlements({ arguments: args, selection: info }, context.loaders);
      const reading = await loader.load(providerKeyOf(customer, context));
      const entitlements = reading.take(context.stale.at(info.path));
      return context.answer.count(
        wanted ? (entitlements?.filter(({ feature }) => wanted.has(feature)) ?? null) : entitlements,
      );
    },
  }),
  entitlement: t.field({
    type: entitlementCheckType,
    description: 'May the customer use this feature now?',
    args: { feature: t.arg.string({ required: true, description: 'As in `Entitlement.feature`.' }) },
    resolve: (customer, { feature }, context, info) => checkCustomer(customer, feature, context, info),
  }),
}));
