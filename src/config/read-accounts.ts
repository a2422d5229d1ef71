import { z } from 'zod';
import type { ProviderKind } from '../billing/provider-kind.ts';
import type { ProviderSettings } from '../providers/settings.ts';
import { check } from './check.ts';
import type { Environment } from './environment.ts';
import {
  apiKeySchema,
  baseUrlSchema,
  type ConfigFile,
  defaultTimeoutMs,
  type FileProvider,
} from './file-schema.ts';
import type { Problem } from './problem.ts';

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

/** The accounts of the file, else those whose key is in the environment. */
export function readAccounts(
  file: ConfigFile,
  environment: Environment,
  problems: Problem[],
): readonly ProviderSettings[] {
  if (file.providers !== undefined) return file.providers.map(fromFile);
  return Object.values(kinds).flatMap((kind) => fromEnvironment(kind, environment, problems));
}

function fromFile({ name, kind, apiKey, ...chosen }: FileProvider): ProviderSettings {
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
): readonly ProviderSettings[] {
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

const namesSchema = z.object({ providers: z.array(z.object({ name: z.unknown() })) });

/** Names that are used twice; looked for in the raw content, so that other mistakes do not hide them. */
export function takenNames(content: unknown): readonly Problem[] {
  const names = namesSchema.safeParse(content).data?.providers.map(({ name }) => name) ?? [];
  return names.flatMap((name, index) => {
    const first = names.indexOf(name);
    const taken = first < index && typeof name === 'string';
    return taken ? [{ path: `providers[${index}].name`, reason: `is taken by providers[${first}]` }] : [];
  });
}
