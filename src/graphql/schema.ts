import { GraphQLSchema } from 'graphql';
import { builder } from './builder.ts';
import { createSupportedByDirective } from './supported-by.ts';
import './types/account.ts';
import './types/balance.ts';
import './types/checkout-session.ts';
import './types/coupon.ts';
import './types/customer-connection.ts';
import './types/customer-creation.ts';
import './types/customer-deletion.ts';
import './types/customer-update.ts';
import './types/customer.ts';
import './types/entitlement.ts';
import './types/node.ts';
import './types/portal-session.ts';
import './types/provider.ts';
import './types/scalars.ts';
import './types/subscription.ts';
import './types/upcoming-grant.ts';
import './types/usage.ts';

const typed = builder.toSchema();

/** The executable schema: every type with its resolvers. */
export const schema: GraphQLSchema = new GraphQLSchema({
  ...typed.toConfig(),
  // Our type of that name is a billing subscription, not the root of GraphQL subscriptions.
  subscription: null,
  directives: [...typed.getDirectives(), createSupportedByDirective(typed.getType('ProviderKind'))],
});
