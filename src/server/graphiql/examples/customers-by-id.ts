import { encodeNodeId } from '../../../graphql/node-id.ts';
import type { Example } from './example.ts';

/** Customers by their global ids. */
export function customersById(provider: string): Example {
  return {
    query: `# Any objects by their global ids, in one request.
# Take ids from other answers; never build them.
query CustomersById($ids: [ID!]!) {
  nodes(ids: $ids) {
    id
    ... on Customer {
      name
      externalId
      provider {
        name
      }
      coupons {
        name
        status
      }
    }
  }
}
`,
    variables: { ids: ['acct-3', 'acct-4'].map((key) => encodeNodeId({ type: 'Customer', provider, key })) },
  };
}
