/** The part of billgraph's schema that the workloads need. Scalars are text, which costs least. */
export const typeDefs = /* GraphQL */ `
  interface Node {
    id: ID!
  }

  type Customer implements Node {
    id: ID!
    externalId: String
    name: String
    email: String
    usage: Usage
    entitlements: [Entitlement!]
    upcomingGrants: [UpcomingGrant!]
    coupons: [AppliedCoupon!]
    balance: Balance
  }

  type Usage {
    items: [UsageItem!]!
  }

  type UsageItem {
    feature: String!
    name: String!
    unit: String
    quantity: String!
    limit: String
    remaining: String
    unlimited: Boolean
    resetsAt: String
  }

  enum EntitlementKind {
    METERED
    BOOLEAN
    STATIC
    CONFIG
  }

  type Entitlement {
    feature: String!
    name: String
    kind: EntitlementKind!
    enabled: Boolean!
    limit: String
    unlimited: Boolean!
    softLimit: Boolean!
    resetPeriod: String
  }

  type Money {
    amount: String!
    currency: String!
  }

  type UpcomingGrant {
    name: String
    credits: String
    amount: Money
    scheduledFor: String!
    expiresAt: String
  }

  enum CouponKind {
    FIXED
    PERCENTAGE
  }

  enum CouponDuration {
    FOREVER
    ONCE
    REPEATING
  }

  enum CouponStatus {
    ACTIVE
    INACTIVE
  }

  type AppliedCoupon {
    couponId: String!
    code: String
    name: String
    kind: CouponKind!
    percentOff: String
    amountOff: Money
    duration: CouponDuration!
    status: CouponStatus!
    expiresAt: String
  }

  type CreditBalance {
    unit: String!
    balance: String!
  }

  type Wallet {
    name: String
    status: String!
    settled: Money!
    credits: String
  }

  type Balance {
    settled: [Money!]!
    live: [Money!]
    credits: [CreditBalance!]!
    wallets: [Wallet!]!
  }

  type PageInfo {
    endCursor: String
  }

  type CustomerConnection {
    nodes: [Customer!]!
    pageInfo: PageInfo!
  }

  type Query {
    customer(id: ID!): Customer
    nodes(ids: [ID!]!): [Node]!
    customers(first: Int, after: String): CustomerConnection!
  }
`;
