import { z } from 'zod';
import type { AnswerAges } from '../loaders/aged-memory.ts';
import type { ProviderSettings } from '../providers/settings.ts';
import type { AuthSettings } from '../server/callers/auth-settings.ts';
import type { Limits } from '../server/demand/limits.ts';
import type { TrustedDocuments } from '../server/trusted-documents.ts';
import { accountOf } from './account-of.ts';
import { check } from './check.ts';
import type { Environment } from './environment.ts';
import { fileSchema, type LogLevel, logLevelSchema, portSchema } from './file-schema.ts';
import { ConfigError, type Problem } from './problem.ts';
import { readAccounts, takenNames } from './read-accounts.ts';
import { readAuth } from './read-auth.ts';
import { readDocuments } from './read-documents.ts';
import { type FileContent, readFile } from './read-file.ts';
import { readWorkers } from './read-workers.ts';

/** What the program is to do. */
export interface Config {
  /** Empty: the sandbox stands in. */
  readonly providers: readonly ProviderSettings[];
  readonly server: {
    readonly host: string;
    readonly port: number;
    /** How long one GraphQL request may take. */
    readonly deadlineMs: number;
    readonly graphiql: boolean;
    /** Whether the schema may be asked for. */
    readonly introspection: boolean;
    /** The origins whose pages may ask; none: only our own. */
    readonly corsOrigins: readonly string[];
    /** How many processes serve; 1: this one. */
    readonly workers: number;
  };
  readonly limits: Limits;
  /** How long what providers have answered counts. */
  readonly cache: AnswerAges;
  /** null: clients send their documents. */
  readonly documents: TrustedDocuments | null;
  /** Who is let in. */
  readonly auth: AuthSettings;
  /** The least that the log tells. */
  readonly logLevel: LogLevel;
  /** Whether the sandbox was asked for although providers are configured, which are asked instead. */
  readonly sandboxOverruled: boolean;
}

/** The configuration, or a ConfigError with everything that is wrong with it. */
export function readConfig(environment: Environment): Config {
  const path = environment.BILLGRAPH_CONFIG;
  const { content, problems: placeholders } = path ? readFile(path, environment) : noFile;
  const problems: Problem[] = [...placeholders];
  const file = check(fileSchema, content, '', problems);
  problems.push(...takenNames(content));

  const { server, providers, auth: authSection } = outlineSchema.safeParse(content).data ?? {};
  const named = providers !== undefined;
  const accounts = named ? (file?.providers ?? []).map(accountOf) : readAccounts(environment, problems);
  if (!named && accounts.length === 0) problems.push(...sandboxProblems(environment, problems));
  const host = environment.HOST || server?.host || '127.0.0.1';
  const port = environment.PORT ? check(portSchema, environment.PORT, 'PORT', problems) : file?.server.port;
  const logLevel = check(logLevelSchema, environment.LOG_LEVEL || 'info', 'LOG_LEVEL', problems);
  const auth = readAuth(authSection, host, problems);
  const documents = file?.documents === undefined ? null : readDocuments(file.documents, problems);
  const workers = readWorkers(file?.server.workers ?? 1, accounts, problems);

  if (file === null || port == null || auth === null || logLevel === null || problems.length > 0)
    throw new ConfigError(firstOfEachPath(problems));
  const { deadlineMs, corsOrigins, graphiql, introspection } = file.server;
  const inSandbox = accounts.length === 0;
  return {
    providers: accounts,
    server: {
      host,
      port,
      deadlineMs,
      corsOrigins,
      workers,
      graphiql: graphiql === 'auto' ? inSandbox : graphiql,
      introspection: introspection === 'auto' ? inSandbox : introspection,
    },
    limits: file.limits,
    cache: file.cache,
    documents,
    auth,
    logLevel,
    sandboxOverruled: wantsSandbox(environment) && accounts.length > 0,
  };
}

/** As much of the file as tells what else to look at when the file itself is not in order. */
const outlineSchema = z.object({
  server: z
    .object({ host: z.string().optional().catch(undefined) })
    .optional()
    .catch(undefined),
  providers: z.unknown().optional(),
  auth: z.unknown().optional(),
});

const noFile: FileContent = { content: {}, problems: [] };

/** A placeholder that has no value also breaks the rule of its place; the first reason is the real one. */
function firstOfEachPath(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ path }, index) => problems.findIndex((other) => other.path === path) === index);
}

function wantsSandbox(environment: Environment): boolean {
  return environment.BILLGRAPH_SANDBOX === '1';
}

function sandboxProblems(environment: Environment, others: readonly Problem[]): readonly Problem[] {
  // A mistake in an account is why there is none.
  if (environment.NODE_ENV !== 'production' || wantsSandbox(environment) || others.length > 0) return [];
  const reason =
    'no provider is configured, and in production the sandbox has to be asked for: set the key of a provider, write providers in the file that BILLGRAPH_CONFIG names, or set BILLGRAPH_SANDBOX=1';
  return [{ path: 'providers', reason }];
}
