import type { Example } from './example.ts';

/** One of your customers over all providers. */
export const accountEverywhere: Example = {
  query: `# One of your customers, wherever it is billed:
# "customers" holds one for each provider.
# A provider that could not be asked is told in
# "unavailable", and the others still answer.
query AccountEverywhere($externalId: String!) {
  account(externalId: $externalId) {
    externalId
    balances {
      amount
      currency
      formatted
    }
    customers {
      provider {
        name
        kind
      }
      id
      name
      balance {
        settled {
          formatted
        }
      }
      subscriptions {
        planName
        status
      }
    }
    unavailable {
      provider {
        name
      }
      code
      message
      retryAfter
    }
  }
}
`,
  variables: { externalId: 'acct-1' },
};
