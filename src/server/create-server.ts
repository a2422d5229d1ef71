import type { RequestListener } from 'node:http';
import type { BillingProvider } from '../billing/provider.ts';
import { allowOrigin } from './allow-origins.ts';
import { answerError } from './answers/error-answer.ts';
import { createErrorAnswer } from './answers/refusal.ts';
import { graphHeaders, setHeaders } from './answers/security-headers.ts';
import { createGraph, type Graph, type GraphOptions } from './create-graph.ts';
import { createAdmission } from './demand/admission.ts';
import { defaultLimits, type Limits } from './demand/limits.ts';
import { describeError } from './describe-error.ts';
import { createCustomersCsv } from './export/customers-csv.ts';
import { isForFront } from './front/create-front.ts';
import { findRequestRefusal } from './request-refusal.ts';
import { graphPath, workOf } from './requested-work.ts';

/** What a server is made of. */
export interface ServerOptions extends Omit<GraphOptions, 'limits'> {
  /** In the order in which the graph lists them. */
  readonly providers: readonly BillingProvider[];
  /** How late the event loop is; absent: never so late that requests would be refused. */
  readonly readEventLoopDelayMs?: () => number;
  /** How much requests may ask for; absent: the defaults. */
  readonly limits?: Partial<Limits>;
}

/** The HTTP side of billgraph. It holds no port. */
export interface BillgraphServer {
  /** Answers one request, whatever it asks for. */
  readonly handle: RequestListener;
  /** The same for all but the export, without a connection, and however much there is to do. */
  readonly fetch: Graph['yoga']['fetch'];
  /** The URL path of the graph. */
  readonly graphqlEndpoint: string;
}

/** The HTTP side of billgraph, over these providers. */
export function createServer(given: ServerOptions): BillgraphServer {
  // Whatever log it is, an error may not bring along what it is about.
  const options = { ...given, log: given.log.child({}, { serializers: { err: describeError } }) };
  const { log, onFailure, authenticate, corsOrigins = [] } = options;
  const providers = new Map(options.providers.map((provider) => [provider.name, provider]));
  const limits = { ...defaultLimits, ...options.limits };
  const { yoga, front } = createGraph({ ...options, limits }, providers);
  const exportCustomers = createCustomersCsv({ providers, authenticate, corsOrigins, log, onFailure });
  const { readEventLoopDelayMs = () => 0 } = options;
  const admit = createAdmission({ ...limits, readEventLoopDelayMs });
  return {
    handle(request, response) {
      const unfit = findRequestRefusal(request, limits.bodyKiB);
      const work = unfit === null ? workOf(request) : null;
      const refusal = unfit ?? (work === null ? null : admit(response));
      const isPlain = refusal === null && work === 'graph' && isForFront(request);
      // The front sends them along with its own.
      if (!isPlain) setHeaders(response, graphHeaders);
      if (refusal === null && work !== 'export' && !isPlain) {
        void yoga(request, response);
        return;
      }
      allowOrigin(corsOrigins, request, response);
      if (refusal !== null) answerError(response, createErrorAnswer(refusal));
      else if (isPlain) front(request, response);
      else void exportCustomers(request, response);
    },
    fetch: yoga.fetch,
    graphqlEndpoint: graphPath,
  };
}
