import type { RequestListener } from 'node:http';
import { createYoga, useReadinessCheck, type YogaServerInstance } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { BillingProvider } from '../billing/provider.ts';
import { anyone } from '../graphql/caller.ts';
import type { Providers } from '../graphql/context.ts';
import { createOperationBudget } from '../graphql/pricing/operation-budget.ts';
import { schema } from '../graphql/schema.ts';
import type { OnFailure } from '../loaders/provider-loader.ts';
import { allowOrigin, allowOrigins } from './allow-origins.ts';
import { createCustomersCsv } from './customers-csv.ts';
import { createErrorMask } from './mask-error.ts';
import { useErrorCodes } from './plugins/use-error-codes.ts';
import { type GraphiqlOptions, useGraphiql } from './plugins/use-graphiql.ts';
import { useNoForms } from './plugins/use-no-forms.ts';
import { useRequestEnd } from './plugins/use-request-end.ts';
import { useRequestLog } from './plugins/use-request-log.ts';
import { createRequestContext, type RequestContext } from './request-context.ts';

/** What a server is made of. */
export interface ServerOptions {
  /** In the order in which the graph lists them. */
  readonly providers: readonly BillingProvider[];
  readonly log: Logger;
  /** Told about every failure of a provider. */
  readonly onFailure: OnFailure;
  /** How long one GraphQL request may take. */
  readonly deadlineMs: number;
  /** The origins whose pages may ask; none: only our own. */
  readonly corsOrigins?: readonly string[];
  /** Whether the server takes traffic; `/ready` tells it. */
  readonly isReady: () => boolean;
  /** What browsers find at the graph's path; null: nothing for them. */
  readonly graphiql: Omit<GraphiqlOptions, 'path'> | null;
}

/** The HTTP side of billgraph. It holds no port. */
export interface BillgraphServer {
  /** Answers one request, whatever it asks for. */
  readonly handle: RequestListener;
  /** The same for all but the export, without a connection. */
  readonly fetch: Yoga['fetch'];
  /** The URL path of the graph. */
  readonly graphqlEndpoint: string;
}

type Yoga = YogaServerInstance<object, RequestContext>;

const path = '/graphql';
const exportPath = '/customers.csv';

/** The HTTP side of billgraph, over these providers. */
export function createServer(options: ServerOptions): BillgraphServer {
  const { log, onFailure } = options;
  const providers = new Map(options.providers.map((provider) => [provider.name, provider]));
  const yoga = createGraph(options, providers);
  const exportCustomers = createCustomersCsv({ providers, log, onFailure });
  return {
    handle(request, response) {
      if (request.url?.split('?', 1)[0] !== exportPath) {
        void yoga(request, response);
        return;
      }
      allowOrigin(options.corsOrigins ?? [], request, response);
      void exportCustomers(request, response);
    },
    fetch: yoga.fetch,
    graphqlEndpoint: path,
  };
}

function createGraph(options: ServerOptions, providers: Providers): Yoga {
  const { log, onFailure, deadlineMs, corsOrigins = [], isReady, graphiql } = options;
  return createYoga({
    schema,
    context: ({ request }) => {
      const budget = createOperationBudget(400);
      return createRequestContext({ providers, caller: anyone, budget, request, deadlineMs, onFailure });
    },
    plugins: [
      useReadinessCheck({ endpoint: '/ready', check: isReady }),
      graphiql === null ? {} : useGraphiql({ path, ...graphiql }),
      useNoForms(),
      useErrorCodes(),
      useRequestLog(log),
      useRequestEnd(),
    ],
    maskedErrors: { maskError: createErrorMask(log) },
    graphqlEndpoint: path,
    healthCheckEndpoint: '/health',
    landingPage: false,
    graphiql: false,
    cors: allowOrigins(corsOrigins),
    multipart: false,
    logging: false,
  });
}
