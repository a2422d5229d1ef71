import { z } from 'zod';
import { scopes } from '../graphql/caller.ts';
import { defaultLimits } from '../server/demand/limits.ts';

const whole = (least: number, most: number) =>
  z.preprocess(
    // Values that come from the environment through ${NAME} are text.
    (value) => (typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value),
    z.number().int().min(least).max(most),
  );

const name = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,31}$/,
    'must be a-z, 0-9 and "-", begin with a letter, and have at most 32 characters',
  );

/** A port to listen on; 0 is any free one. */
export const portSchema = whole(0, 65_535);

/** The levels of the log, from the most to the least that is told. */
export const logLevelSchema = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']);

/** A level of the log. */
export type LogLevel = z.infer<typeof logLevelSchema>;

/** A key that can travel in a header. */
export const apiKeySchema = z.string().regex(/^[\x21-\x7e]{1,4096}$/, 'must be visible ASCII without spaces');

/** An http(s) URL without credentials, query or fragment; trailing slashes are dropped. */
export const baseUrlSchema = z
  .string()
  .refine(isBaseUrl, 'must be an http or https URL without credentials, query or fragment')
  .transform((url) => url.replace(/\/+$/, ''));

const kinds = { flexprice: 'FLEXPRICE', lago: 'LAGO', polar: 'POLAR' } as const;

const providerSchema = z.strictObject({
  name,
  kind: z.enum(['flexprice', 'lago', 'polar']).transform((kind) => kinds[kind]),
  baseUrl: baseUrlSchema.optional(),
  apiKey: apiKeySchema,
  timeoutMs: whole(1, 600_000).optional(),
  maxConcurrency: whole(1, 10_000).optional(),
  pipelining: whole(1, 100).optional(),
  rateLimit: z.strictObject({ requests: whole(1, 1_000_000), perSeconds: whole(1, 86_400) }).nullish(),
  bulk: z.enum(['auto', 'never']).optional(),
});

/** Beyond that, what is divided up among them leaves too little for each. */
export const mostWorkers = 32;

const serverSchema = z.strictObject({
  host: z.string().min(1).default('127.0.0.1'),
  port: portSchema.default(4000),
  deadlineMs: whole(1, 600_000).default(15_000),
  corsOrigins: z
    .array(z.string().refine(isOrigin, 'must be an origin such as https://app.example'))
    .default([]),
  introspection: z.literal(['auto', true, false]).default('auto'),
  graphiql: z.literal(['auto', true, false]).default('auto'),
  workers: z
    .union(
      [z.literal('auto'), whole(1, mostWorkers)],
      `must be auto or a whole number from 1 to ${mostWorkers}`,
    )
    .default(1),
});

/** A caller who has an API key. */
export const apiKeySettingsSchema = z.strictObject({
  name,
  sha256: z.string().regex(/^[0-9a-fA-F]{64}$/, 'must be the 64 hexadecimal digits of a SHA-256'),
  scopes: z.array(z.enum(scopes)).min(1),
});

const jwtSchema = z
  .strictObject({
    issuer: z.string().min(1),
    audience: z.string().min(1),
    jwksUrl: z.string().refine(isKeySetUrl, 'must be an http or https URL without credentials').optional(),
    publicKeyFile: z.string().min(1).optional(),
    algorithms: z
      .array(z.string().regex(/^(?:RS|PS|ES)(?:256|384|512)$|^EdDSA$/, 'must be an asymmetric algorithm'))
      .min(1),
    customerClaim: z.string().min(1).default('sub'),
    scopeClaim: z.string().min(1).default('scope'),
  })
  .refine(({ jwksUrl, publicKeyFile }) => (jwksUrl === undefined) !== (publicKeyFile === undefined), {
    message: 'needs jwksUrl or publicKeyFile, and not both',
  });

/** Who is let in. */
export const authSchema = z
  .strictObject({
    mode: z.literal('none').optional(),
    apiKeys: z.array(apiKeySettingsSchema).min(1).optional(),
    jwt: jwtSchema.optional(),
  })
  .refine(({ mode, apiKeys, jwt }) => (mode === 'none') !== (apiKeys !== undefined || jwt !== undefined), {
    message: 'needs apiKeys, jwt or both, or else mode: none without them',
  });

const limitsSchema = z.strictObject({
  depth: whole(1, 1000).default(defaultLimits.depth),
  aliases: whole(0, 100_000).default(defaultLimits.aliases),
  tokens: whole(1, 1_000_000).default(defaultLimits.tokens),
  directives: whole(0, 100_000).default(defaultLimits.directives),
  bodyKiB: whole(1, 102_400).default(defaultLimits.bodyKiB),
  upstreamCalls: whole(1, 1_000_000).default(defaultLimits.upstreamCalls),
  callerUpstreamCallsPerMinute: whole(1, 1_000_000).optional(),
  requestsInFlight: whole(1, 1_000_000).default(defaultLimits.requestsInFlight),
  eventLoopDelayMs: whole(1, 60_000).default(defaultLimits.eventLoopDelayMs),
});

const documentsSchema = z.strictObject({ file: z.string().min(1), only: z.boolean().default(false) });

const cacheSchema = z.strictObject({
  staleIfErrorSeconds: whole(0, 86_400).default(300),
  freshSeconds: whole(0, 86_400).default(0),
});

/** Everything that the configuration file may say; unknown keys are problems. */
export const fileSchema = z.strictObject({
  providers: z.array(providerSchema).min(1).optional(),
  server: section(serverSchema),
  auth: authSchema.optional(),
  limits: section(limitsSchema),
  documents: documentsSchema.optional(),
  cache: section(cacheSchema),
});

/** A section whose keys all have defaults; one that is named and left empty is as one that is not named. */
function section<Schema extends z.ZodObject>(schema: Schema) {
  return z.preprocess((value) => value ?? {}, schema);
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

function isKeySetUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username === '' && password === '';
}

function isBaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && username === '' && password === '' && search === '' && hash === '';
}
