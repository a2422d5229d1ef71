import { builder } from '../builder.ts';
import {
  type CustomerConnection,
  type CustomerEdge,
  loadCustomerConnection,
} from '../customer-connection.ts';
import { customerType } from './customer.ts';
import { customerFilterInput, customerOrderInput } from './customer-filter.ts';
import { pageInfoType } from './page-info.ts';
import { providerFailureType } from './provider-failure.ts';

const customerEdgeType = builder.objectRef<CustomerEdge>('CustomerEdge').implement({
  description: 'A customer and its place in the list.',
  fields: (t) => ({
    cursor: t.string({
      description:
        'The place, for `after`. Opaque, and good only for the same `provider`, `filter` and `orderBy`.',
      resolve: (edge) => edge.cursor(),
    }),
    node: t.expose('node', { type: customerType, description: 'The customer.' }),
  }),
});

const customerConnectionType = builder.objectRef<CustomerConnection>('CustomerConnection').implement({
  description: 'A page of customers.',
  fields: (t) => ({
    edges: t.expose('edges', { type: [customerEdgeType], description: 'The customers with their cursors.' }),
    nodes: t.field({
      type: [customerType],
      description: 'The customers.',
      resolve: ({ edges }) => edges.map(({ node }) => node),
    }),
    pageInfo: t.field({
      type: pageInfoType,
      description: 'Where the page lies in the list.',
      resolve: ({ page, edges, hasPreviousPage }) => ({
        hasNextPage: page.hasNextPage,
        hasPreviousPage,
        startCursor: () => edges.at(0)?.cursor() ?? null,
        endCursor: () => edges.at(-1)?.cursor() ?? null,
      }),
    }),
    totalCount: t.int({
      nullable: true,
      description:
        'How many customers there are on all pages; null when a provider is missing from this one.',
      resolve: ({ page }) => page.total,
    }),
    unavailable: t.field({
      type: [providerFailureType],
      description:
        'The provider accounts that are missing from this page, and why. Their place is kept: what they did not give comes once they can be asked again, with the same `after` or a later one, also where `hasNextPage` is false. One whose part of the page is shown as it was last known is not among them; `extensions.billgraph.stale` names it.',
      resolve: ({ page }) => page.unavailable.map((error) => ({ error })),
    }),
  }),
});

builder.queryField('customers', (t) =>
  t.field({
    type: customerConnectionType,
    description:
      'Customers of one provider account or of all, newest first, page by page: give `pageInfo.endCursor` back as `after`. Going on to the last page, no customer comes twice and none is left out, also when others are created or deleted meanwhile; sorted by name or e-mail address, those whose place changes by that may. A deep page costs as much as the first: one call to each account (Polar: two where `first` is above 50; Flexprice: three for a search), and a few more where others have come or gone before it. A page may be shorter than `first` without being the last.',
    args: {
      provider: t.arg.string({
        description: 'The configured name of the account; absent: the customers of all accounts in one list.',
      }),
      filter: t.arg({ type: customerFilterInput, description: 'Which customers; all when absent.' }),
      orderBy: t.arg({
        type: customerOrderInput,
        description:
          'How they are sorted; newest first when absent. Only Flexprice and Polar can sort otherwise: UNSUPPORTED_BY_PROVIDER where another account is asked, so name the provider. Over several accounts, names and e-mail addresses are as nearly in order as the providers agree on it.',
      }),
      first: t.arg.int({ description: 'How many customers, 1 to 100; 20 when absent.' }),
      after: t.arg.string({
        description: 'The cursor of the customer to go on after, from a page of the same query.',
      }),
    },
    authScopes: { 'customers:read': true, isCustomer: true },
    resolve: (_root, args, context, { path }) => loadCustomerConnection(args, context, path),
  }),
);
