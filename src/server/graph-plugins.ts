import { useReadinessCheck, type YogaServerOptions } from 'graphql-yoga';
import type { Logger } from 'pino';
import { schema } from '../graphql/schema.ts';
import { withErrorCodes } from './answers/error-codes.ts';
import type { ResultRule } from './answers/result-rule.ts';
import type { DocumentCache } from './demand/document-cache.ts';
import type { Limits } from './demand/limits.ts';
import type { Callers } from './plugins/use-callers.ts';
import { useCsrfPrevention } from './plugins/use-csrf-prevention.ts';
import type { Deadlines } from './plugins/use-deadlines.ts';
import { useDemandLimits } from './plugins/use-demand-limits.ts';
import { useErrorAnswers } from './plugins/use-error-answers.ts';
import { useErrorLimit, withFewErrors } from './plugins/use-error-limit.ts';
import { type GraphiqlPage, useGraphiql } from './plugins/use-graphiql.ts';
import { useHiddenSchema, withoutSuggestions } from './plugins/use-hidden-schema.ts';
import { useJsonAnswers } from './plugins/use-json-answers.ts';
import { useJsonBodies } from './plugins/use-json-bodies.ts';
import { useKnownPaths } from './plugins/use-known-paths.ts';
import { useRunOperation } from './plugins/use-run-operation.ts';
import { useTrustedDocuments } from './plugins/use-trusted-documents.ts';
import type { AskedContext } from './request-context.ts';
import { graphPath } from './requested-work.ts';
import type { RunOperation } from './run-operation.ts';
import { findUnusable, type TrustedDocuments } from './trusted-documents.ts';

type Plugins = NonNullable<YogaServerOptions<Partial<AskedContext>, AskedContext>['plugins']>;

/** What the edge of the graph is told. */
export interface EdgeOptions {
  /** Whether the server takes traffic; `/ready` tells it. */
  readonly isReady: () => boolean;
  /** What browsers find at the graph's path; null: an answer that says there is nothing for them. */
  readonly graphiql: GraphiqlPage | null;
  /** Whether the schema may be asked for; absent: not, and errors suggest no names either. */
  readonly introspection?: boolean;
}

/** What is told to whatever has to do with operations. */
export interface OperationOptions extends Pick<EdgeOptions, 'introspection'> {
  readonly log: Logger;
  readonly limits: Limits;
  /** Absent: clients send their documents. */
  readonly documents?: TrustedDocuments | null;
}

/** What becomes of every result before it is written. */
export function rulesOf({
  introspection = false,
}: Pick<EdgeOptions, 'introspection'>): readonly ResultRule[] {
  return [...(introspection ? [] : [withoutSuggestions]), withErrorCodes, withFewErrors];
}

/** What requests have in common. */
interface AcrossRequests {
  readonly run: RunOperation;
  readonly documents: Pick<DocumentCache, 'noteValid'>;
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
export function pluginsOfEdge(options: EdgeOptions, { deadlines, callers }: RequestFacts): Plugins {
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

/** What becomes of an operation, from its text to its answer. */
export function pluginsOfGraph(
  { log, introspection = false, documents: trusted = null, limits }: OperationOptions,
  { run, documents }: AcrossRequests,
): Plugins {
  for (const id of trusted === null ? [] : findUnusable(trusted, schema)) {
    log.warn({ id }, 'this trusted document does not fit the schema');
  }
  return [
    useJsonBodies(limits),
    trusted === null ? {} : useTrustedDocuments(trusted),
    useDemandLimits(limits),
    introspection ? {} : useHiddenSchema(),
    useErrorLimit(),
    useRunOperation({ run, documents, log }),
  ];
}
