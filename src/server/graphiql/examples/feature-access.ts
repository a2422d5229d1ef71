import type { Example } from './example.ts';

/** May this customer use this feature? */
export function featureAccess(provider: string): Example {
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
