import { z } from 'zod';
import type { OpenGraph } from './open-graph.ts';
import type { ProviderName } from './sample-customers.ts';

/** What a list of customers is narrowed by. */
export interface ListFilter {
  readonly search?: string;
  readonly email?: string;
  readonly externalIds?: readonly string[];
  readonly metadata?: readonly { readonly key: string; readonly value: string }[];
}

const text = z.string().nullable();

const customerSchema = z.object({
  id: z.string(),
  externalId: text,
  name: text,
  email: text,
  metadata: z.array(z.object({ key: z.string(), value: z.string() })),
});

/** What a list tells of a customer. */
export type ListedCustomer = z.infer<typeof customerSchema>;

const connectionSchema = z.object({
  nodes: z.array(customerSchema),
  pageInfo: z.object({ endCursor: text, hasNextPage: z.boolean() }),
  unavailable: z.array(z.object({ code: z.string() })),
});

/** One page of a list, or what came in its place. */
interface ListedPage {
  /** Empty where the list was refused. */
  readonly customers: readonly ListedCustomer[];
  /** null on the last page. */
  readonly next: string | null;
  /** The codes of the errors and of the accounts that could not be asked. */
  readonly codes: readonly unknown[];
}

interface ListRequest {
  readonly provider: ProviderName;
  readonly filter?: ListFilter;
  readonly after?: string | null;
}

/** Asks for up to a hundred customers. */
export async function listCustomers({ ask }: OpenGraph, request: ListRequest): Promise<ListedPage> {
  const { data, errors } = await ask(
    `query ($provider: String!, $filter: CustomerFilter, $after: String) {
      customers(provider: $provider, filter: $filter, first: 100, after: $after) {
        nodes { id externalId name email metadata { key value } }
        pageInfo { hasNextPage endCursor } unavailable { code }
      }
    }`,
    { ...request },
  );
  if (errors !== undefined) {
    return { customers: [], next: null, codes: errors.map(({ extensions }) => extensions?.code) };
  }
  const { nodes, pageInfo, unavailable } = z.object({ customers: connectionSchema }).parse(data).customers;
  return {
    customers: nodes,
    next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
    codes: unavailable.map(({ code }) => code),
  };
}

/** Every customer of the account. */
export async function listAllCustomers(
  graph: OpenGraph,
  provider: ProviderName,
): Promise<readonly ListedCustomer[]> {
  const all: ListedCustomer[] = [];
  let after: string | null = null;
  do {
    const { customers, next, codes } = await listCustomers(graph, { provider, after });
    if (codes.length > 0) throw new Error(`the list could not be read: ${codes.join(', ')}`);
    all.push(...customers);
    after = next;
  } while (after !== null);
  return all;
}
