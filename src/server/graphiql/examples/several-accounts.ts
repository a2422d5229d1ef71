import type { Example } from './example.ts';

/** Several customers in one request. */
export const severalAccounts: Example = {
  query: `# Several customers at once, in the order asked;
# null stands for one that no provider knows.
# Each provider is asked for all of them together,
# as far as its API can.
query SeveralAccounts($externalIds: [String!]!) {
  accounts(externalIds: $externalIds) {
    externalId
    customers {
      provider {
        name
      }
      name
      balance {
        settled {
          formatted
        }
      }
      entitlements {
        feature
        enabled
        limit
        unlimited
      }
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
  variables: { externalIds: ['acct-1', 'acct-2', 'acct-3'] },
};
