import type { Balance, CreditBalance, Wallet } from '../../billing/balance.ts';
import { builder } from '../builder.ts';
import { childLoaders } from '../customer-children.ts';
import { encodeNodeId } from '../node-id.ts';
import { type Owned, own } from '../owned.ts';
import { providerKeyOf } from '../provider-key.ts';
import { supportedBy } from '../supported-by.ts';
import { customerType } from './customer.ts';
import { moneyType } from './money.ts';

const creditBalanceType = builder.objectRef<CreditBalance>('CreditBalance').implement({
  description: 'A balance in units that are not money.',
  fields: (t) => ({
    unit: t.exposeString('unit', { description: '"credits" of wallets, or on Polar the name of the meter.' }),
    balance: t.expose('balance', { type: 'Decimal', description: 'What is left; may be negative.' }),
  }),
});

const walletType = builder.objectRef<Owned<Wallet>>('Wallet').implement({
  description: 'One active wallet.',
  fields: (t) => ({
    id: t.id({
      description: 'Unique over all providers and stable; `node` does not take it.',
      resolve: ({ provider, key }) => encodeNodeId({ type: 'Wallet', provider, key }),
    }),
    name: t.exposeString('name', {
      nullable: true,
      description: 'What it is called; null where it has no name.',
    }),
    status: t.exposeString('status', { description: "The provider's own word." }),
    settled: t.expose('settled', {
      type: moneyType,
      description: 'What is in it, before usage not yet invoiced.',
    }),
    live: t.expose('live', {
      type: moneyType,
      nullable: true,
      ...supportedBy(['FLEXPRICE', 'LAGO'], 'What is in it after usage not yet invoiced; may be negative.'),
    }),
    credits: t.expose('credits', {
      type: 'Decimal',
      nullable: true,
      ...supportedBy(['FLEXPRICE', 'LAGO'], 'The same in credits; null where the wallet counts money only.'),
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      ...supportedBy(['LAGO'], 'When it ends with all that is in it; null when it does not.'),
    }),
    priority: t.exposeInt('priority', {
      nullable: true,
      ...supportedBy(['LAGO'], 'The lowest number is drawn first.'),
    }),
  }),
});

const balanceType = builder.objectRef<Owned<Balance>>('Balance').implement({
  description: 'What the customer has in hand. Credit notes are not part of it.',
  fields: (t) => ({
    asOf: t.expose('asOf', {
      type: 'DateTime',
      description:
        'When the provider answered: some time ago where this is what was last known, as `extensions.billgraph.stale` then tells.',
    }),
    settled: t.expose('settled', {
      type: [moneyType],
      description:
        'Exact sums of the active wallets, one per currency. No wallet: an empty list. An empty wallet: "0". Negative where the customer owes (Polar).',
    }),
    live: t.expose('live', {
      type: [moneyType],
      nullable: true,
      ...supportedBy(
        ['FLEXPRICE', 'LAGO'],
        'The same after usage not yet invoiced; null when the provider has no such figure. On Flexprice it is computed on demand: select it only where you show it.',
      ),
    }),
    credits: t.expose('credits', {
      type: [creditBalanceType],
      description: 'Balances that are not money: credits in wallets, units on Polar meters.',
    }),
    wallets: t.field({
      type: [walletType],
      description: 'The active wallets that make up the sums.',
      resolve: (balance) => balance.wallets.map((wallet) => own(balance, wallet)),
    }),
  }),
});

builder.objectField(customerType, 'balance', (t) =>
  t.field({
    type: balanceType,
    nullable: true,
    description:
      'Prepaid money and credits. null with UNSUPPORTED_BY_PROVIDER for a Polar account that shows no wallets.',
    resolve: async (customer, args, context, info) => {
      const loader = childLoaders.balance({ arguments: args, selection: info }, context.loaders);
      const reading = await loader.load(providerKeyOf(customer, context));
      const balance = reading.take(context.stale.at(info.path));
      context.answer.count(balance?.wallets ?? null);
      return balance === null ? null : own(customer, balance);
    },
  }),
);
