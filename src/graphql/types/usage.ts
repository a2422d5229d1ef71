import type { Usage, UsageItem, UsagePeriod } from '../../billing/usage.ts';
import { checkFeatures } from '../bad-user-input.ts';
import { builder } from '../builder.ts';
import { childLoaders } from '../customer-children.ts';
import { providerKeyOf } from '../provider-key.ts';
import { supportedBy } from '../supported-by.ts';
import { customerType } from './customer.ts';
import { moneyType, periodType } from './money.ts';

const usageItemType = builder.objectRef<UsageItem>('UsageItem').implement({
  description: 'Usage of one metered feature in its current period.',
  fields: (t) => ({
    feature: t.exposeString('feature', {
      description: 'Flexprice: feature lookup key. Lago: billable metric code. Polar: meter id.',
    }),
    name: t.exposeString('name', { description: 'What to call it in front of people.' }),
    unit: t.exposeString('unit', {
      nullable: true,
      description: 'What is counted; null where the provider names none.',
    }),
    quantity: t.expose('quantity', { type: 'Decimal', description: 'Used so far in the period, exactly.' }),
    limit: t.expose('limit', {
      type: 'Decimal',
      nullable: true,
      ...supportedBy(
        ['FLEXPRICE', 'POLAR'],
        'The allowance: on Flexprice from the entitlements, on Polar what was credited. null when unlimited or when the provider has none; `unlimited` tells which.',
      ),
    }),
    unlimited: t.exposeBoolean('unlimited', {
      nullable: true,
      description: 'True when nothing limits the use; null when the provider has no notion of a limit here.',
    }),
    remaining: t.expose('remaining', {
      type: 'Decimal',
      nullable: true,
      description: '`limit` less `quantity`; negative past the limit. On Polar the balance of the meter.',
    }),
    charge: t.expose('charge', {
      type: moneyType,
      nullable: true,
      ...supportedBy(
        ['LAGO', 'POLAR'],
        'What this usage costs so far, before taxes; null where it is not priced, and on Polar also when the subscriptions are not asked in the same query.',
      ),
    }),
    period: t.expose('period', {
      type: periodType,
      nullable: true,
      description: 'The period that the quantity is of; null where the provider does not tell.',
    }),
    resetsAt: t.expose('resetsAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'When the quantity starts again at zero; null when it never does or the provider does not tell.',
    }),
    subscriptionId: t.exposeString('subscriptionId', {
      nullable: true,
      description:
        'The subscription that it is of; null where it is summed over several or belongs to the customer.',
    }),
  }),
});

const usageType = builder.objectRef<Usage>('Usage').implement({
  description: 'What a customer has used in the current period or periods.',
  fields: (t) => ({
    asOf: t.expose('asOf', {
      type: 'DateTime',
      description:
        'When the provider answered: some time ago where this is what was last known, as `extensions.billgraph.stale` then tells.',
    }),
    items: t.expose('items', {
      type: [usageItemType],
      description:
        'One for each metered feature (Lago: for each charge of each subscription). Empty means that nothing is metered, never that the provider could not be asked.',
    }),
    charges: t.expose('charges', {
      type: [moneyType],
      description:
        'Money accrued so far, one amount per currency, before taxes, of all features whatever `features` picks out. Empty when usage is not priced, or on Polar when the subscriptions are not asked in the same query.',
    }),
  }),
});

const usagePeriodType = builder.objectRef<UsagePeriod>('UsagePeriod').implement({
  description: 'What was used in one period that is already billed.',
  fields: (t) => ({
    period: t.expose('period', { type: periodType, description: 'The billed period.' }),
    charges: t.expose('charges', {
      type: [moneyType],
      description: "The invoice's amount before taxes; on Lago it covers all fees of that invoice.",
    }),
    items: t.expose('items', { type: [usageItemType], description: 'Usage by charge.' }),
    subscriptionId: t.exposeString('subscriptionId', {
      nullable: true,
      description: 'The subscription it was of.',
    }),
    invoiceId: t.exposeString('invoiceId', {
      nullable: true,
      description: "The provider's id of the invoice.",
    }),
  }),
});

builder.objectFields(customerType, (t) => ({
  usage: t.field({
    type: usageType,
    nullable: true,
    description:
      'Usage in the current period. Metered features only; several Flexprice subscriptions are summed by feature. null with an error when the provider cannot be asked and nothing recent is known.',
    args: {
      features: t.arg.stringList({
        description:
          'Only items whose `feature` is one of these, at most 100; all when absent, none when empty.',
      }),
      subscriptionId: t.arg.string({
        description:
          'Only this subscription (its `subscriptionId`); all live ones when absent. One that is not a live one of this customer has no items.',
      }),
    },
    resolve: async (customer, args, context, info) => {
      const wanted = checkFeatures(args.features);
      const loader = childLoaders.usage({ arguments: args, selection: info }, context.loaders);
      const reading = await loader.load(providerKeyOf(customer, context));
      const usage = reading.take(context.stale.at(info.path));
      if (usage === null) return null;
      const items = wanted ? usage.items.filter(({ feature }) => wanted.has(feature)) : usage.items;
      return { ...usage, items: context.answer.count(items) };
    },
  }),
  pastUsage: t.field({
    type: [usagePeriodType],
    nullable: true,
    ...supportedBy(['LAGO'], 'Usage of periods that are already billed, newest first.'),
    args: {
      subscriptionId: t.arg.string({
        description:
          'Only this subscription, which may have ended; all live ones when absent. One that is none of this customer has no periods.',
      }),
      periods: t.arg.int({
        description: 'The newest so many periods of each subscription, 1 to 100; all when absent.',
      }),
    },
    resolve: async (customer, args, context, info) => {
      const loader = childLoaders.pastUsage({ arguments: args, selection: info }, context.loaders);
      const reading = await loader.load(providerKeyOf(customer, context));
      const past = reading.take(context.stale.at(info.path));
      for (const { items } of past ?? []) context.answer.count(items);
      return context.answer.count(past);
    },
  }),
}));
