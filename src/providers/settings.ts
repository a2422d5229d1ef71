import type { ProviderKind } from '../billing/provider-kind.ts';
import type { RateLimit } from '../http/rate-limit.ts';

/** The settings of one provider account, complete with their defaults. */
export interface ProviderSettings {
  /** Unique; part of every customer's global id. */
  readonly name: string;
  readonly kind: ProviderKind;
  /** Origin and path prefix, as the provider documents it. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** One upstream call, from its start to the last byte. */
  readonly timeoutMs: number;
  /** Calls under way at once. */
  readonly maxConcurrency: number;
  /** Reads under way on one connection; absent: 1. */
  readonly pipelining?: number | undefined;
  /**
   * How often it may be asked; null: as often as it takes; absent: as its provider publishes, at the provider's own URLs.
   */
  readonly rateLimit?: RateLimit | null | undefined;
  /** Whether account-wide lists may be read in place of many customers one by one. */
  readonly bulk: 'auto' | 'never';
}
