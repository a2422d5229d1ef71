import { encodeNodeId } from '../../../src/graphql/node-id.ts';

/** Ids that mean something else than themselves to a path, a header, a log or a decoder. */
export const hostileIds: readonly string[] = [
  '.',
  '..',
  '../../admin',
  '..%2f..%2fadmin',
  'a/b?x=1#',
  '%2e%2e',
  '%2e%2e%2f',
  '\\..\\',
  '//evil.example',
  '@evil.example',
  'http://evil.example/',
  'a\r\nX-Evil: 1',
  'a\0b',
  '\ud800',
  ';jsessionid=1',
  '?per_page=100',
  '#',
  '*',
  'x'.repeat(10_240),
];

const reading = `query ($id: ID!, $provider: String!, $externalId: String!) {
  customer(id: $id) { id } node(id: $id) { id } nodes(ids: [$id]) { id }
  customerByExternalId(provider: $provider, externalId: $externalId) { id }
  account(externalId: $externalId) { customers { id } }
}`;
const writing = `mutation ($customer: CustomerKey!) {
  update: updateCustomer(input: { customer: $customer, name: "Eve" }) { __typename }
  delete: deleteCustomer(input: { customer: $customer }) { __typename }
  portal: createPortalSession(input: { customer: $customer }) { __typename }
}`;

/** All that can be asked with a hostile id, at every account and everywhere that takes one. */
export function questionsWith(
  hostile: string,
): readonly { readonly query: string; readonly variables: object }[] {
  return ['flexprice', 'lago', 'polar'].flatMap((provider) => {
    const id = encodeNodeId({ type: 'Customer', provider, key: hostile });
    return [
      { query: reading, variables: { id, provider, externalId: hostile } },
      { query: reading, variables: { id: hostile, provider: hostile, externalId: hostile } },
      { query: writing, variables: { customer: { id } } },
      { query: writing, variables: { customer: { id: hostile } } },
      { query: writing, variables: { customer: { external: { provider, externalId: hostile } } } },
    ];
  });
}
