import type { UpcomingGrant } from '../../billing/upcoming-grant.ts';
import { builder } from '../builder.ts';
import { childLoaders } from '../customer-children.ts';
import { encodeNodeId } from '../node-id.ts';
import { type Owned, own } from '../owned.ts';
import { providerKeyOf } from '../provider-key.ts';
import { supportedBy } from '../supported-by.ts';
import { customerType } from './customer.ts';
import { moneyType } from './money.ts';

const upcomingGrantType = builder.objectRef<Owned<UpcomingGrant>>('UpcomingGrant').implement({
  description: 'Credits that the customer will get at a known time.',
  fields: (t) => ({
    id: t.id({
      description: 'Unique over all providers and stable; `node` does not take it.',
      resolve: ({ provider, key }) => encodeNodeId({ type: 'UpcomingGrant', provider, key }),
    }),
    name: t.exposeString('name', {
      nullable: true,
      description: 'What the grant is called at the provider; null where it has no name.',
    }),
    credits: t.expose('credits', {
      type: 'Decimal',
      nullable: true,
      description: 'How many; null when that is only known at run time (Lago top-ups to a target balance).',
    }),
    unit: t.exposeString('unit', {
      nullable: true,
      description: '"credits", or on Polar the name of the meter.',
    }),
    amount: t.expose('amount', {
      type: moneyType,
      nullable: true,
      ...supportedBy(
        ['FLEXPRICE', 'LAGO'],
        'What the credits are worth in money; null where they have no price.',
      ),
    }),
    scheduledFor: t.expose('scheduledFor', { type: 'DateTime', description: 'When they are due.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'When unused credits of this grant lapse; null when they do not or the provider does not tell.',
    }),
    estimated: t.exposeBoolean('estimated', {
      description: "True where billgraph computed the date from the provider's rules (Lago, Polar).",
    }),
    requiresPayment: t.exposeBoolean('requiresPayment', {
      description: 'True when the credits arrive only once an invoice or order for them is paid.',
    }),
    subscriptionId: t.exposeString('subscriptionId', {
      nullable: true,
      description: 'The subscription that grants them; null where a wallet does (Lago).',
    }),
  }),
});

builder.objectField(customerType, 'upcomingGrants', (t) =>
  t.field({
    type: [upcomingGrantType],
    nullable: true,
    description:
      'Credits to come, soonest first; of a recurring grant the next one only (Flexprice tells all it has scheduled). Only what has a date: no top-ups that wait for a threshold or a payment.',
    resolve: async (customer, args, context, info) => {
      const loader = childLoaders.upcomingGrants({ arguments: args, selection: info }, context.loaders);
      const reading = await loader.load(providerKeyOf(customer, context));
      const grants = reading.take(context.stale.at(info.path));
      return context.answer.count(grants)?.map((grant) => own(customer, grant)) ?? null;
    },
  }),
);
