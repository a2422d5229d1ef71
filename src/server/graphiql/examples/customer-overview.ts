import type { Example } from './example.ts';

/** Everything about one customer of one provider. */
export function customerOverview(provider: string): Example {
  return {
    query: `# One customer of one provider, with everything.
# The provider is asked for what is selected here
# and nothing else: remove a field, save a call.
query CustomerOverview(
  $provider: String!
  $externalId: String!
) {
  customerByExternalId(
    provider: $provider
    externalId: $externalId
  ) {
    id
    name
    email
    usage {
      items {
        feature
        name
        unit
        quantity
        limit
        unlimited
        remaining
        resetsAt
      }
      charges {
        formatted
      }
    }
    entitlements {
      feature
      name
      kind
      enabled
      limit
      unlimited
    }
    upcomingGrants {
      name
      credits
      unit
      scheduledFor
      estimated
    }
    coupons {
      name
      code
      kind
      percentOff
      amountOff {
        formatted
      }
      periodsRemaining
      expiresAt
    }
    balance {
      settled {
        formatted
      }
      live {
        formatted
      }
      credits {
        unit
        balance
      }
    }
    subscriptions {
      planName
      status
      price {
        formatted
      }
      currentPeriod {
        start
        end
      }
      cancelsAt
    }
  }
}
`,
    variables: { provider, externalId: 'acct-1' },
  };
}
