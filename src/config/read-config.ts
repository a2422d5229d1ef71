import { z } from 'zod';
import type { ProviderKind } from '../billing/provider-kind.ts';
import {
  apiKeySchema,
  baseUrlSchema,
  type ConfigFile,
  defaultTimeoutMs,
  type FileProvider,
  fileSchema,
  portSchema,
} from './file-schema.ts';
import { ConfigError, type Problem } from './problem.ts';
import { type FileContent, readFile } from './read-file.ts';

/** The environment that the configuration is read from. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One provider account, complete with its defaults. */
interface ProviderConfig {
  readonly name: string;
  readonly kind: ProviderKind;
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly timeoutMs: number;
  readonly maxConcurrency: number;
  readonly bulk: 'auto' | 'never';
}

/** What the program is to do. */
export interface Config {
  /** Empty: the sandbox stands in. */
  readonly providers: readonly ProviderConfig[];
  readonly server: {
    readonly host: string;
    readonly port: number;
    /** How long one GraphQL request may take. */
    readonly deadlineMs: number;
    readonly graphiql: boolean;
    readonly corsOrigins: readonly string[];
  };
}

interface KindDefaults {
  readonly kind: ProviderKind;
  readonly baseUrl: string;
  readonly maxConcurrency: number;
  /** The environment variables that configure an account without a file. */
  readonly keyVariable: string;
  readonly baseUrlVariable: string;
}

const kinds: Readonly<Record<'flexprice' | 'lago' | 'polar', KindDefaults>> = {
  flexprice: {
    kind: 'FLEXPRICE',
    baseUrl: 'https://us.api.flexprice.io/v1',
    maxConcurrency: 64,
    keyVariable: 'FLEXPRICE_API_KEY',
    baseUrlVariable: 'FLEXPRICE_BASE_URL',
  },
  lago: {
    kind: 'LAGO',
    baseUrl: 'https://api.getlago.com/api/v1',
    maxConcurrency: 32,
    keyVariable: 'LAGO_API_KEY',
    baseUrlVariable: 'LAGO_BASE_URL',
  },
  polar: {
    kind: 'POLAR',
    baseUrl: 'https://api.polar.sh',
    maxConcurrency: 64,
    keyVariable: 'POLAR_ACCESS_TOKEN',
    baseUrlVariable: 'POLAR_BASE_URL',
  },
};

/** The configuration, or a ConfigError with everything that is wrong with it. */
export function readConfig(environment: Environment): Config {
  const path = environment.BILLGRAPH_CONFIG;
  const { content, problems: placeholders } = path ? readFile(path, environment) : noFile;
  const problems: Problem[] = [...placeholders];
  const file = check(fileSchema, content, '', problems);
  problems.push(...takenNames(content));
  const providers = file === null ? [] : providersOf(file, environment, problems);
  const host = environment.HOST || file?.server.host || '127.0.0.1';
  const port = environment.PORT ? check(portSchema, environment.PORT, 'PORT', problems) : file?.server.port;

  if (file !== null && providers.length === 0) problems.push(...sandboxProblems(environment));
  if (file !== null) problems.push(...authProblems(file, host));
  if (file === null || port == null || problems.length > 0) throw new ConfigError(firstOfEachPath(problems));
  const { deadlineMs, corsOrigins, graphiql } = file.server;
  return {
    providers,
    server: {
      host,
      port,
      deadlineMs,
      corsOrigins,
      graphiql: graphiql === 'auto' ? isLoopback(host) : graphiql,
    },
  };
}

function providersOf(
  file: ConfigFile,
  environment: Environment,
  problems: Problem[],
): readonly ProviderConfig[] {
  if (file.providers !== undefined) return file.providers.map(fromFile);
  return Object.values(kinds).flatMap((kind) => fromEnvironment(kind, environment, problems));
}

const noFile: FileContent = { content: {}, problems: [] };

/** A placeholder that has no value also breaks the rule of its place; the first reason is the real one. */
function firstOfEachPath(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ path }, index) => problems.findIndex((other) => other.path === path) === index);
}

const namesSchema = z.object({ providers: z.array(z.object({ name: z.unknown() })) });

/** Names that are used twice; looked for in the raw content, so that other mistakes do not hide them. */
function takenNames(content: unknown): readonly Problem[] {
  const names = namesSchema.safeParse(content).data?.providers.map(({ name }) => name) ?? [];
  return names.flatMap((name, index) => {
    const first = names.indexOf(name);
    const taken = first < index && typeof name === 'string';
    return taken ? [{ path: `providers[${index}].name`, reason: `is taken by providers[${first}]` }] : [];
  });
}

function fromFile({ name, kind, apiKey, ...chosen }: FileProvider): ProviderConfig {
  const defaults = kinds[kind];
  return {
    name,
    kind: defaults.kind,
    apiKey,
    baseUrl: chosen.baseUrl ?? defaults.baseUrl,
    timeoutMs: chosen.timeoutMs,
    maxConcurrency: chosen.maxConcurrency ?? defaults.maxConcurrency,
    bulk: chosen.bulk,
  };
}

function fromEnvironment(
  { kind, keyVariable, baseUrlVariable, baseUrl, maxConcurrency }: KindDefaults,
  environment: Environment,
  problems: Problem[],
): readonly ProviderConfig[] {
  const key = environment[keyVariable];
  const url = environment[baseUrlVariable];
  if (!key) {
    if (url) problems.push({ path: baseUrlVariable, reason: `is of no use without ${keyVariable}` });
    return [];
  }
  const apiKey = check(apiKeySchema, key, keyVariable, problems) ?? '';
  const checkedUrl = url ? check(baseUrlSchema, url, baseUrlVariable, problems) : baseUrl;
  return [
    {
      name: kind.toLowerCase(),
      kind,
      apiKey,
      baseUrl: checkedUrl ?? baseUrl,
      timeoutMs: defaultTimeoutMs,
      maxConcurrency,
      bulk: 'auto',
    },
  ];
}

function sandboxProblems(environment: Environment): readonly Problem[] {
  if (environment.NODE_ENV !== 'production' || environment.BILLGRAPH_SANDBOX === '1') return [];
  const reason =
    'no provider is configured, and in production the sandbox has to be asked for: set the key of a provider, BILLGRAPH_CONFIG, or BILLGRAPH_SANDBOX=1';
  return [{ path: 'providers', reason }];
}

function authProblems({ auth }: ConfigFile, host: string): readonly Problem[] {
  if (auth?.mode === 'none') return [];
  if (auth !== undefined) {
    // Starting without the checks that the file asks for would open what it means to close.
    return [{ path: 'auth', reason: 'this version cannot check callers yet; only mode: none can be chosen' }];
  }
  if (isLoopback(host)) return [];
  const reason = `${host} can be reached from elsewhere, so auth must be configured; to run open on purpose write auth: { mode: none }`;
  return [{ path: 'auth', reason }];
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** The value in order, or null and a problem for each thing that is wrong with it. */
function check<Value>(
  schema: z.ZodType<Value>,
  input: unknown,
  path: string,
  problems: Problem[],
): Value | null {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  problems.push(...parsed.error.issues.flatMap((issue) => toProblems(issue, path)));
  return null;
}

function toProblems(issue: z.core.$ZodIssue, root: string): readonly Problem[] {
  const path = [root, z.core.toDotPath(issue.path)].filter(Boolean).join('.');
  if (issue.code !== 'unrecognized_keys')
    return [{ path: path || 'BILLGRAPH_CONFIG', reason: issue.message }];
  return issue.keys.map((key) => ({
    path: path === '' ? key : `${path}.${key}`,
    reason: 'is not a known key',
  }));
}
