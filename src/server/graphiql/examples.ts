import type { ProviderKind } from '../../billing/provider-kind.ts';
import { encodeNodeId } from '../../graphql/node-id.ts';

/** An operation to begin with; GraphiQL shows its name as the title of its tab. */
export interface Example {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** A provider account that the examples may ask. */
export interface ExampleProvider {
  readonly name: string;
  readonly kind: ProviderKind;
}

/** Operations that run as they are against the sandbox, and with other ids in their variables against any account. */
export function createExamples(providers: readonly ExampleProvider[]): readonly Example[] {
  const [first] = providers;
  const lago = providers.find(({ kind }) => kind === 'LAGO');
  return [
    ...(first === undefined ? [] : [customerOverview(first.name)]),
    accountEverywhere,
    severalAccounts,
    ...(lago === undefined ? [] : [customersById(lago.name)]),
    ...(first === undefined ? [] : [featureAccess(first.name)]),
  ];
}

function customerOverview(provider: string): Example {
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

const accountEverywhere: Example = {
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

const severalAccounts: Example = {
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

function customersById(provider: string): Example {
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

function featureAccess(provider: string): Example {
  return {
    query: `# May this customer use this feature now?
# ALLOWED, DENIED with the reason, or UNKNOWN where
# a provider could not be asked: an outage never
# reads as a refusal.
query FeatureAccess(
  $provider: String!
  $externalId: String!
  $feature: String!
) {
  # Everywhere: allowed when any provider allows it.
  account(externalId: $externalId) {
    entitlement(feature: $feature) {
      access
      reason
    }
  }
  # At one provider, with the figures.
  customerByExternalId(
    provider: $provider
    externalId: $externalId
  ) {
    entitlement(feature: $feature) {
      access
      reason
      limit
      used
      remaining
      resetsAt
    }
  }
}
`,
    variables: { provider, externalId: 'acct-1', feature: 'api_calls' },
  };
}
