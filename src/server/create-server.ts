import type { RequestListener } from 'node:http';
import { createYoga, useReadinessCheck, type YogaServerInstance, type YogaServerOptions } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { BillingProvider } from '../billing/provider.ts';
import type { Providers } from '../graphql/context.ts';
import { schema } from '../graphql/schema.ts';
import type { AnswerAges } from '../loaders/aged-memory.ts';
import { createLastKnownAnswers } from '../loaders/last-known-answers.ts';
import type { OnFailure } from '../loaders/provider-loader.ts';
import { allowOrigin, allowOrigins } from './allow-origins.ts';
import { answerError } from './answers/error-answer.ts';
import { createErrorMask } from './answers/mask-error.ts';
import { createErrorAnswer } from './answers/refusal.ts';
import type { Authenticate } from './callers/authenticate.ts';
import { createAdmission } from './demand/admission.ts';
import { createDocumentCache } from './demand/document-cache.ts';
import { defaultLimits, type Limits } from './demand/limits.ts';
import { describeError } from './describe-error.ts';
import { createCustomersCsv } from './export/customers-csv.ts';
import { type Callers, createCallers } from './plugins/use-callers.ts';
import { useCsrfPrevention } from './plugins/use-csrf-prevention.ts';
import { createDeadlines, type Deadlines } from './plugins/use-deadlines.ts';
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
import { useStaleFields } from './plugins/use-stale-fields.ts';
import { useTrustedDocuments } from './plugins/use-trusted-documents.ts';
import { createRequestContext, type RequestContext } from './request-context.ts';
import { findRequestRefusal } from './request-refusal.ts';
import { graphPath, workOf } from './requested-work.ts';
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
  /** How long one GraphQL request may take, from its arrival; its header may ask for less. */
  readonly deadlineMs: number;
  /** The origins whose pages may ask; none: only our own. */
  readonly corsOrigins?: readonly string[];
  /** How late the event loop is; absent: never so late that requests would be refused. */
  readonly readEventLoopDelayMs?: () => number;
  /** Whether the server takes traffic; `/ready` tells it. */
  readonly isReady: () => boolean;
  /** What browsers find at the graph's path; null: an answer that says there is nothing for them. */
  readonly graphiql: GraphiqlPage | null;
  /** Whether the schema may be asked for; absent: not, and errors suggest no names either. */
  readonly introspection?: boolean;
  /** How much requests may ask for; absent: the defaults. */
  readonly limits?: Partial<Limits>;
  /** How long what providers have answered counts; absent: nothing of it is kept. */
  readonly cache?: AnswerAges;
  /** Absent: clients send their documents. */
  readonly documents?: TrustedDocuments | null;
}

/** The HTTP side of billgraph. It holds no port. */
export interface BillgraphServer {
  /** Answers one request, whatever it asks for. */
  readonly handle: RequestListener;
  /** The same for all but the export, without a connection, and however much there is to do. */
  readonly fetch: Yoga['fetch'];
  /** The URL path of the graph. */
  readonly graphqlEndpoint: string;
}

type Yoga = YogaServerInstance<object, RequestContext>;
type Plugins = NonNullable<YogaServerOptions<object, RequestContext>['plugins']>;

const keepNoAnswers: AnswerAges = { staleIfErrorSeconds: 0, freshSeconds: 0 };

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
  const { readEventLoopDelayMs = () => 0 } = options;
  const admit = createAdmission({ ...limits, readEventLoopDelayMs });
  return {
    handle(request, response) {
      // Whether a page may read it depends on where the page is from.
      response.setHeader('vary', 'Origin');
      const unfit = findRequestRefusal(request, limits.bodyKiB);
      const work = unfit === null ? workOf(request) : null;
      const refusal = unfit ?? (work === null ? null : admit(response));
      if (refusal === null && work !== 'export') {
        void yoga(request, response);
        return;
      }
      allowOrigin(corsOrigins, request, response);
      if (refusal === null) void exportCustomers(request, response);
      else answerError(response, createErrorAnswer(refusal));
    },
    fetch: yoga.fetch,
    graphqlEndpoint: graphPath,
  };
}

interface GraphOptions extends ServerOptions {
  readonly limits: Limits;
}

function createGraph(options: GraphOptions, providers: Providers): Yoga {
  const { log, onFailure, deadlineMs, corsOrigins = [], limits } = options;
  const deadlines = createDeadlines(deadlineMs);
  const callers = createCallers(options.authenticate, deadlines);
  const lastKnown = createLastKnownAnswers(options.cache ?? keepNoAnswers);
  return createYoga({
    schema,
    context: (context) =>
      createRequestContext({
        providers,
        caller: callers.callerOf(context),
        upstreamCalls: limits.upstreamCalls,
        request: context.request,
        deadline: deadlines.deadlineOf(context),
        deadlineMs,
        onFailure,
        lastKnown,
      }),
    plugins: [...pluginsOfEdge(options, { deadlines, callers }), ...pluginsOfGraph(options)],
    maskedErrors: { maskError: createErrorMask(log) },
    graphqlEndpoint: graphPath,
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

/** What is found out about each request as it comes. */
interface RequestFacts {
  readonly deadlines: Deadlines;
  readonly callers: Callers;
}

/**
 * What answers requests, or turns them away, before they are read. Health, unknown paths and the page are for everybody;
 * what comes behind the callers is for callers.
 */
function pluginsOfEdge(options: ServerOptions, { deadlines, callers }: RequestFacts): Plugins {
  const { isReady, graphiql, introspection = false } = options;
  return [
    useErrorAnswers(),
    useReadinessCheck({ endpoint: '/ready', check: isReady }),
    useKnownPaths((path) => path === graphPath || path.startsWith(`${graphPath}/assets/`)),
    useGraphiql({ path: graphPath, page: graphiql, introspection }),
    deadlines.plugin,
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
    useStaleFields(),
  ];
}
