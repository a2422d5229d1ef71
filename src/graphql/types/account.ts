import { type Account, sumBalances } from '../../billing/account.ts';
import { mergeChecks, unknownCheck } from '../../billing/entitlement-check.ts';
import { loadAccount } from '../../loaders/load-account.ts';
import { badUserInput, checkId } from '../bad-user-input.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { providerKeyOf } from '../provider-key.ts';
import { settledMoney } from '../selected-parts.ts';
import { itemPath, type Path } from '../stale-fields.ts';
import { customerType } from './customer.ts';
import { checkCustomer, entitlementCheckType } from './entitlement.ts';
import { moneyType } from './money.ts';
import { providerFailureType } from './provider-failure.ts';

const mostAccounts = 100;

const accountType = builder.objectRef<Account>('Account').implement({
  description: 'One of your customers, by your own id, wherever it is billed.',
  fields: (t) => ({
    externalId: t.exposeString('externalId', { description: 'Your id for the customer.' }),
    customers: t.expose('customers', {
      type: [customerType],
      description: 'One per provider account that knows the external id, in the order of the configuration.',
    }),
    unavailable: t.field({
      type: [providerFailureType],
      description:
        'The provider accounts that could not be asked, so that `customers` may lack theirs. One that is answered as it was last known is not among them; `extensions.billgraph.stale` names it.',
      resolve: ({ unavailable }) => unavailable.map((error) => ({ error })),
    }),
    balances: t.field({
      type: [moneyType],
      nullable: true,
      description:
        'Settled money over all providers, summed exactly, one amount per currency. null when any part of it is not known: a sum is never short of a provider.',
      resolve: async ({ customers, unavailable }, _args, context, info) => {
        if (unavailable.length > 0) return null;
        const loader = context.loaders.balance(settledMoney);
        const readings = await Promise.all(
          customers.map((customer) => loader.load(providerKeyOf(customer, context))),
        );
        const tell = context.stale.at(info.path);
        return sumBalances(readings.map((reading) => reading.take(tell)));
      },
    }),
    entitlement: t.field({
      type: entitlementCheckType,
      description:
        'May the customer use this feature now, by any provider? ALLOWED if one allows; else UNKNOWN if one could not be asked and nothing recent is known of it; else DENIED. Every provider is asked for the same key, and on Polar that is a benefit id.',
      args: { feature: t.arg.string({ required: true, description: 'As in `Entitlement.feature`.' }) },
      resolve: async ({ customers, unavailable }, { feature }, context, info) => {
        const checks = await Promise.all(
          customers.map((customer) => checkCustomer(customer, feature, context, info)),
        );
        return mergeChecks(feature, [...checks, ...unavailable.map(() => unknownCheck(feature))]);
      },
    }),
  }),
});

/** The account, for the field at the path. */
function findAccount(
  externalId: string,
  { providers, customers, stale }: Context,
  path: Path,
): Promise<Account | null> {
  const tell = stale.at(path);
  return loadAccount(externalId, providers.values(), async (key) =>
    (await customers.byExternalId(key)).take(tell),
  );
}

builder.queryFields((t) => ({
  viewer: t.field({
    type: accountType,
    nullable: true,
    description:
      'The account of the customer who is signed in: the whole of what a page for customers needs, without any id. null when the caller is no customer, as with an API key, or every provider has said that it does not know this one.',
    resolve: (_root, _args, context, { path }) => {
      const { externalId } = context.caller;
      return externalId === null ? null : findAccount(externalId, context, path);
    },
  }),
  account: t.field({
    type: accountType,
    nullable: true,
    description:
      'The account with your id for the customer. null only when every provider has said that it knows no such customer.',
    args: {
      externalId: t.arg.string({
        required: true,
        description: 'Your id for the customer, exactly as given.',
      }),
    },
    authScopes: { 'customers:read': true, isCustomer: true },
    resolve: (_root, { externalId }, context, { path }) =>
      findAccount(checkId('externalId', externalId), context, path),
  }),
  accounts: t.field({
    type: [accountType],
    nullable: { list: false, items: true },
    description:
      'The accounts with your ids for the customers, in the order asked; null where every provider has said that it knows no such customer. Customers of one provider are read together.',
    args: {
      externalIds: t.arg.stringList({
        required: true,
        description: 'At most 100 of your ids for customers.',
      }),
    },
    authScopes: { 'customers:read': true, isCustomer: true },
    resolve: (_root, { externalIds }, context, { path }) => {
      if (externalIds.length > mostAccounts)
        throw badUserInput('externalIds', `must hold at most ${mostAccounts} ids`);
      return externalIds.map(async (externalId, index) =>
        findAccount(checkId(`externalIds[${index}]`, externalId), context, itemPath(path, index)),
      );
    },
  }),
}));
