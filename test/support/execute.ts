import type { BillingProvider } from '../../src/billing/provider.ts';
import type { BillgraphServer } from '../../src/server/create-server.ts';
import { createQuietServer } from './create-quiet-server.ts';

/** A GraphQL answer as it came over HTTP. */
export interface Answer {
  readonly data: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** Asks a server over these providers, through its whole HTTP side but without a port. */
export async function execute(
  providers: readonly BillingProvider[],
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Answer> {
  return post(createQuietServer({ providers }), { query, variables });
}

/** An operation and what goes with it. */
interface Posted {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Beside the content type. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Posts an operation to a server that needs no port for it. */
export async function post(
  server: Pick<BillgraphServer, 'fetch'>,
  { query, variables, headers }: Posted,
): Promise<Answer> {
  const response = await server.fetch('http://billgraph.test/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}
