import type { RequestListener } from 'node:http';
import { createYoga, useReadinessCheck, type YogaServerInstance, type YogaServerOptions } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { BillingProvider } from '../billing/provider.ts';
import type { Providers } from '../graphql/context.ts';
import { schema } from '../graphql/schema.ts';
import type { OnFailure } from '../loaders/provider-loader.ts';
import { allowOrigin, allowOrigins } from './allow-origins.ts';
import { answerError } from './answers/error-answer.ts';
import { createErrorMask } from './answers/mask-error.ts';
import { createErrorAnswer } from './answers/refusal.ts';
import type { Authenticate } from './callers/authenticate.ts';
import { createDocumentCache } from './demand/document-cache.ts';
import { defaultLimits, type Limits } from './demand/limits.ts';
import { describeError } from './describe-error.ts';
import { createCustomersCsv } from './export/customers-csv.ts';
import { type Callers, createCallers } from './plugins/use-callers.ts';
import { useCsrfPrevention } from './plugins/use-csrf-prevention.ts';
import { useDemandLimits } from './plugins/use-demand-limits.ts';
import { useErrorAnswers } from './plugins/use-error-answers.ts';
import { useErrorCodes } from './plugins/use-error-codes.ts';
import { useErrorLimit } from './plugins/use-error-limit.ts';
import { type GraphiqlPage, useGraphiql } from './plugins/use-graphiql.ts';
import { useHiddenSchema } from './plugins/use-hidden-schema.ts';
import { useJsonAnswers } from './plugins/use-json-answers.ts';
import { useJsonBodies } from './plugins/use-json-bodies.ts';
import { useKnownPaths } from './plugins/use-known-paths.ts';
import { usePrice } from './plugins/use-price.ts';
import { useRequestEnd } from './plugins/use-request-end.ts';
import { useRequestLog } from './plugins/use-request-log.ts';
import { useTrustedDocuments } from './plugins/use-trusted-documents.ts';
import { createRequestContext, type RequestContext } from './request-context.ts';
import { findRequestRefusal } from './request-refusal.ts';
import { findUnusable, type TrustedDocuments } from './trusted-documents.ts';

/** What a server is made of. */
export interface ServerOptions {
  /** In the order in which the graph lists them. */
  readonly providers: readonly BillingProvider[];
  readonly log: Logger;
  /** Tells who asks. */
  readonly authenticate: Authenticate;
  /** Told about every failure of a provider. */
  readonly onFailure: OnFailure;
  /** How long one GraphQL request may take. */
  readonly deadlineMs: number;
  /** The origins whose pages may ask; none: only our own. */
  readonly corsOrigins?: readonly string[];
  /** Whether the server takes traffic; `/ready` tells it. */
  readonly isReady: () => boolean;
  /** What browsers find at the graph's path; null: an answer that says there is nothing for them. */
  readonly graphiql: GraphiqlPage | null;
  /** Whether the schema may be asked for; absent: not, and errors suggest no names either. */
  readonly introspection?: boolean;
  /** How much requests may ask for; absent: the defaults. */
  readonly limits?: Partial<Limits>;
  /** Absent: clients send their documents. */
  readonly documents?: TrustedDocuments | null;
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
type Plugins = NonNullable<YogaServerOptions<object, RequestContext>['plugins']>;

const path = '/graphql';
const exportPath = '/customers.csv';

/** Texts that do not parse are not kept: nobody sends them again for good. */
const keepNothing = { get: () => undefined, set: () => {} } as const;

/** The HTTP side of billgraph, over these providers. */
export function createServer(given: ServerOptions): BillgraphServer {
  // Whatever log it is, an error may not bring along what it is about.
  const options = { ...given, log: given.log.child({}, { serializers: { err: describeError } }) };
  const { log, onFailure, authenticate, corsOrigins = [] } = options;
  const providers = new Map(options.providers.map((provider) => [provider.name, provider]));
  const limits = { ...defaultLimits, ...options.limits };
  const yoga = createGraph({ ...options, limits }, providers);
  const exportCustomers = createCustomersCsv({ providers, authenticate, corsOrigins, log, onFailure });
  return {
    handle(request, response) {
      // Whether a page may read it depends on where the page is from.
      response.setHeader('vary', 'Origin');
      const refusal = findRequestRefusal(request, limits.bodyKiB);
      const isExport = request.url?.split('?', 1)[0] === exportPath && request.method !== 'OPTIONS';
      if (refusal === null && !isExport) {
        void yoga(request, response);
        return;
      }
      allowOrigin(corsOrigins, request, response);
      if (refusal === null) void exportCustomers(request, response);
      else answerError(response, createErrorAnswer(refusal));
    },
    fetch: yoga.fetch,
    graphqlEndpoint: path,
  };
}

interface GraphOptions extends ServerOptions {
  readonly limits: Limits;
}

function createGraph(options: GraphOptions, providers: Providers): Yoga {
  const { log, onFailure, deadlineMs, corsOrigins = [], limits } = options;
  const callers = createCallers(options.authenticate);
  return createYoga({
    schema,
    context: (context) =>
      createRequestContext({
        providers,
        caller: callers.callerOf(context),
        upstreamCalls: limits.upstreamCalls,
        request: context.request,
        deadlineMs,
        onFailure,
      }),
    plugins: [...pluginsOfEdge(options, callers), ...pluginsOfGraph(options)],
    maskedErrors: { maskError: createErrorMask(log) },
    graphqlEndpoint: path,
    healthCheckEndpoint: '/health',
    landingPage: false,
    graphiql: false,
    cors: allowOrigins(corsOrigins),
    multipart: false,
    maxRequestBodySize: false,
    parserAndValidationCache: { documentCache: createDocumentCache(), errorCache: keepNothing },
    logging: false,
  });
}

/**
 * What answers requests, or turns them away, before they are read. Health, unknown paths and the page are for everybody;
 * what comes behind the callers is for callers.
 */
function pluginsOfEdge(options: ServerOptions, callers: Callers): Plugins {
  const { isReady, graphiql, introspection = false } = options;
  return [
    useErrorAnswers(),
    useReadinessCheck({ endpoint: '/ready', check: isReady }),
    useKnownPaths((name) => name === path || name.startsWith(`${path}/assets/`)),
    useGraphiql({ path, page: graphiql, introspection }),
    callers.plugin,
    useJsonAnswers(),
    useCsrfPrevention(),
  ];
}

/**
 * What becomes of an operation, from its text to its answer. Log and end come before whatever may stop an execution, since
 * a plugin behind the one that does is not asked any more, and the deadline's timer would stay. The price takes variables
 * that are in order.
 */
function pluginsOfGraph({ log, introspection = false, documents = null, limits }: GraphOptions): Plugins {
  for (const id of documents === null ? [] : findUnusable(documents, schema)) {
    log.warn({ id }, 'this trusted document does not fit the schema');
  }
  return [
    useJsonBodies(limits),
    documents === null ? {} : useTrustedDocuments(documents),
    useDemandLimits(limits),
    introspection ? {} : useHiddenSchema(),
    useErrorCodes(),
    useRequestLog(log),
    useRequestEnd(),
    useErrorLimit(),
    usePrice(limits),
  ];
}
