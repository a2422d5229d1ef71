import type { Example } from './example.ts';

/** A page of all customers. */
export const newestCustomers: Example = {
  query: `# The newest customers of all providers, page by page:
# give endCursor back as $after for the next one.
# A deep page costs as much as the first;
# what customers have is asked for all of them together.
query NewestCustomers($first: Int!, $after: String, $search: String) {
  customers(first: $first, after: $after, filter: { search: $search }) {
    totalCount
    nodes {
      id
      provider {
        name
      }
      externalId
      name
      email
      createdAt
      subscriptions {
        planName
        status
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    unavailable {
      provider {
        name
      }
      code
    }
  }
}
`,
  variables: { first: 25, after: null, search: null },
};
