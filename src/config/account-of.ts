import type { ProviderKind } from '../billing/provider-kind.ts';
import type { ProviderSettings } from '../providers/settings.ts';

interface KindDefaults {
  readonly baseUrl: string;
  readonly maxConcurrency: number;
}

const defaultsOf: Readonly<Record<ProviderKind, KindDefaults>> = {
  FLEXPRICE: { baseUrl: 'https://us.api.flexprice.io/v1', maxConcurrency: 64 },
  LAGO: { baseUrl: 'https://api.getlago.com/api/v1', maxConcurrency: 32 },
  POLAR: { baseUrl: 'https://api.polar.sh', maxConcurrency: 64 },
};

/** What has to be said of a provider account, and what may be. */
export interface ChosenAccount {
  readonly name: string;
  readonly kind: ProviderKind;
  readonly apiKey: string;
  readonly baseUrl?: string | undefined;
  readonly timeoutMs?: number | undefined;
  readonly maxConcurrency?: number | undefined;
  readonly pipelining?: number | undefined;
  readonly rateLimit?: ProviderSettings['rateLimit'];
  readonly bulk?: ProviderSettings['bulk'] | undefined;
}

/** The account with the defaults of its kind. */
export function accountOf({ name, kind, apiKey, ...chosen }: ChosenAccount): ProviderSettings {
  const defaults = defaultsOf[kind];
  return {
    name,
    kind,
    apiKey,
    baseUrl: chosen.baseUrl ?? defaults.baseUrl,
    timeoutMs: chosen.timeoutMs ?? 10_000,
    maxConcurrency: chosen.maxConcurrency ?? defaults.maxConcurrency,
    pipelining: chosen.pipelining,
    rateLimit: chosen.rateLimit,
    bulk: chosen.bulk ?? 'auto',
  };
}
