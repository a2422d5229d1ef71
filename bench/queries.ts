const entitlements = 'entitlements { feature name kind enabled limit unlimited softLimit resetPeriod }';

const settled = 'settled { amount currency }';
const credits = 'credits { unit balance }';
const wallets = `wallets { name status ${settled} credits }`;

const everything = `fragment Everything on Customer {
  id externalId name email
  usage { items { feature name unit quantity limit remaining unlimited resetsAt } }
  ${entitlements}
  upcomingGrants { name credits amount { amount currency } scheduledFor expiresAt }
  coupons {
    couponId code name kind percentOff amountOff { amount currency } duration status expiresAt
  }
  balance { ${settled} live { amount currency } ${credits} ${wallets} }
}`;

/** Asks for nothing that anybody has to be asked for. */
export const emptyQuery = '{ __typename }';

/** One customer with all five fields. */
export const customerQuery = `query Customer($id: ID!) { customer(id: $id) { ...Everything } } ${everything}`;

/** Customers with all five fields, by id. */
export const customersByIdQuery = `query Everything($ids: [ID!]!) { nodes(ids: $ids) { ...Everything } } ${everything}`;

/** Customers with entitlements, by id. */
export const nodesQuery = `query Nodes($ids: [ID!]!) {
  nodes(ids: $ids) { ... on Customer { id externalId name email ${entitlements} } }
}`;

/** A page of customers with entitlements and balance. */
export const customersQuery = `query Customers($after: String) {
  customers(first: 50, after: $after) {
    nodes { id externalId name email ${entitlements} balance { ${settled} ${credits} ${wallets} } }
  }
}`;

/** Where the next page begins. */
export const cursorQuery = `query Cursors($after: String) {
  customers(first: 50, after: $after) { pageInfo { endCursor } }
}`;
