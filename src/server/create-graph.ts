import type { RequestListener } from 'node:http';
import { createYoga, type YogaServerInstance } from 'graphql-yoga';
import type { Providers } from '../graphql/context.ts';
import { createFormatMoney } from '../graphql/format-money.ts';
import { schema } from '../graphql/schema.ts';
import type { AnswerAges } from '../loaders/aged-memory.ts';
import { createLastKnownAnswers, type LastKnownAnswers } from '../loaders/last-known-answers.ts';
import type { OnFailure } from '../loaders/provider-loader.ts';
import { allowOrigins } from './allow-origins.ts';
import { createErrorMask } from './answers/mask-error.ts';
import type { Authenticate } from './callers/authenticate.ts';
import { createCallerRateLimit } from './demand/caller-rate-limit.ts';
import { createDocumentCache } from './demand/document-cache.ts';
import { type FellowProcesses, forgetTogether } from './fellow-processes.ts';
import { createFront } from './front/create-front.ts';
import { createExecution } from './front/execute-operation.ts';
import { createSharedOperations, type SharedOperations } from './front/shared-operations.ts';
import {
  type EdgeOptions,
  type OperationOptions,
  pluginsOfEdge,
  pluginsOfGraph,
  rulesOf,
} from './graph-plugins.ts';
import { createCallers } from './plugins/use-callers.ts';
import { createDeadlines } from './plugins/use-deadlines.ts';
import { useResultRules } from './plugins/use-result-rules.ts';
import {
  type AskedContext,
  createRequestContext,
  debugHeader,
  type RequestParts,
} from './request-context.ts';
import { graphPath } from './requested-work.ts';
import { createRunOperation } from './run-operation.ts';

/** What the graph is made of, beside the providers. */
export interface GraphOptions extends EdgeOptions, OperationOptions {
  /** Tells who asks. */
  readonly authenticate: Authenticate;
  /** Told about every failure of a provider. */
  readonly onFailure: OnFailure;
  /** How long one GraphQL request may take, from its arrival; its header may ask for less. */
  readonly deadlineMs: number;
  /** The origins whose pages may ask; none: only our own. */
  readonly corsOrigins?: readonly string[];
  /** How long what providers have answered counts; absent: nothing of it is kept. */
  readonly cache?: AnswerAges;
  /** Absent: no other process serves the same port. */
  readonly fellows?: FellowProcesses | undefined;
}

const keepNoAnswers: AnswerAges = { staleIfErrorSeconds: 0, freshSeconds: 0 };

/** Texts that do not parse are not kept: nobody sends them again for good. */
const keepNothing = { get: () => undefined, set: () => {} } as const;

/** The graph over HTTP. */
export interface Graph {
  /** Takes what `isForFront` says, which is nearly all. */
  readonly front: RequestListener;
  /** Takes anything. */
  readonly yoga: YogaServerInstance<Partial<AskedContext>, AskedContext>;
}

/** The graph over these providers. */
export function createGraph(options: GraphOptions, providers: Providers): Graph {
  const { log, onFailure, deadlineMs, corsOrigins = [], limits, documents: trusted = null } = options;
  const deadlines = createDeadlines(deadlineMs);
  const callers = createCallers(options.authenticate, deadlines);
  const operations = createSharedOperations();
  const lastKnown = createKnown({ ...options, providers }, operations);
  const rateLimit = createRateLimit(options);
  const rules = rulesOf(options);
  const maskError = createErrorMask(log);
  const documents = createDocumentCache();
  const run = createRunOperation({ schema, log, limits, rateLimit });
  const { upstreamCalls, bodyKiB } = limits;
  const formatMoney = createFormatMoney();
  const surroundings = { providers, upstreamCalls, deadlineMs, onFailure, lastKnown, formatMoney };
  const openContext = (parts: RequestParts) => createRequestContext(surroundings, parts);
  const yoga = createYoga<Partial<AskedContext>, AskedContext>({
    schema,
    context: (context) => ({
      asked:
        context.asked ??
        openContext({
          caller: callers.callerOf(context),
          client: context.request,
          deadline: deadlines.deadlineOf(context),
          tellsCalls: context.request.headers.get(debugHeader) === '1',
        }),
    }),
    plugins: [
      ...pluginsOfEdge(options, { deadlines, callers }),
      useResultRules(rules),
      ...pluginsOfGraph(options, { run, documents }),
    ],
    maskedErrors: { maskError },
    graphqlEndpoint: graphPath,
    healthCheckEndpoint: '/health',
    landingPage: false,
    graphiql: false,
    cors: allowOrigins(corsOrigins),
    multipart: false,
    maxRequestBodySize: false,
    parserAndValidationCache: { documentCache: documents, errorCache: keepNothing },
    logging: false,
  });
  const execution = createExecution({ schema, yoga, documents, trusted, run, rules, maskError });
  const front = createFront({
    execution,
    operations,
    deadlines,
    callers,
    rateLimit,
    bodyKiB,
    log,
    openContext,
  });
  return { front, yoga };
}

/** What was read before a change, and what is being read, is for nobody who asks after it. */
function createKnown(
  { cache = keepNoAnswers, fellows, providers }: GraphOptions & { readonly providers: Providers },
  operations: SharedOperations,
): LastKnownAnswers {
  const known = createLastKnownAnswers(cache);
  // A write of this process lets go of its reads itself.
  fellows?.listenForWritten(({ account }) => providers.get(account)?.forgetReads());
  const forget: LastKnownAnswers['forget'] = (written) => {
    operations.forget();
    known.forget(written);
  };
  return forgetTogether({ ...known, forget }, fellows);
}

/** null where the calls of callers are not counted. */
function createRateLimit({ limits, fellows }: GraphOptions) {
  const { callerUpstreamCallsPerMinute: perMinute } = limits;
  return perMinute === undefined ? null : createCallerRateLimit(perMinute, fellows?.createLimiter);
}
