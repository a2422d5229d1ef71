import type { Example } from './example.ts';

/** Creating a customer and changing it afterwards. */
export function keepCustomer(provider: string): Example {
  return {
    query: `# Get or create a customer, then change it.
# Safe to run again: the external id is what counts.
# What may be expected to go wrong comes as data,
# so ask for it by its type.
mutation KeepCustomer($ensure: CreateCustomerInput!, $update: UpdateCustomerInput!) {
  ensureCustomer(input: $ensure) {
    ... on EnsureCustomerPayload {
      created
      customer {
        id
        externalId
        name
      }
    }
    ...Failure
  }
  updateCustomer(input: $update) {
    ... on UpdateCustomerPayload {
      customer {
        name
        metadata {
          key
          value
        }
      }
    }
    ...Failure
  }
}

fragment Failure on Error {
  code
  message
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}
`,
    variables: {
      ensure: { provider, externalId: 'team-7', name: 'Team Seven', email: 'seven@initech.io' },
      update: {
        customer: { external: { provider, externalId: 'team-7' } },
        name: 'Team 7',
        metadata: [{ key: 'tier', value: 'gold' }],
      },
    },
  };
}
