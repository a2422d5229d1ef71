import { z } from 'zod';
import type { ProviderKind } from '../billing/provider-kind.ts';
import type { ProviderSettings } from '../providers/settings.ts';
import { accountOf } from './account-of.ts';
import { check } from './check.ts';
import type { Environment } from './environment.ts';
import { apiKeySchema, baseUrlSchema } from './file-schema.ts';
import type { Problem } from './problem.ts';

/** The environment variables that configure an account without a file. */
interface AccountVariables {
  readonly name: string;
  readonly kind: ProviderKind;
  readonly key: string;
  readonly baseUrl: string;
}

const variables: readonly AccountVariables[] = [
  { name: 'flexprice', kind: 'FLEXPRICE', key: 'FLEXPRICE_API_KEY', baseUrl: 'FLEXPRICE_BASE_URL' },
  { name: 'lago', kind: 'LAGO', key: 'LAGO_API_KEY', baseUrl: 'LAGO_BASE_URL' },
  { name: 'polar', kind: 'POLAR', key: 'POLAR_ACCESS_TOKEN', baseUrl: 'POLAR_BASE_URL' },
];

/** The accounts whose key is in the environment. */
export function readAccounts(environment: Environment, problems: Problem[]): readonly ProviderSettings[] {
  return variables.flatMap((account) => readAccount(account, environment, problems) ?? []);
}

function readAccount(
  { name, kind, ...named }: AccountVariables,
  environment: Environment,
  problems: Problem[],
): ProviderSettings | null {
  const key = environment[named.key];
  const url = environment[named.baseUrl];
  if (!key) {
    if (url) problems.push({ path: named.baseUrl, reason: `is of no use without ${named.key}` });
    return null;
  }
  const apiKey = check(apiKeySchema, key, named.key, problems);
  const baseUrl = url ? check(baseUrlSchema, url, named.baseUrl, problems) : undefined;
  return apiKey === null || baseUrl === null ? null : accountOf({ name, kind, apiKey, baseUrl });
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
