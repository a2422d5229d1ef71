import type { Batch } from './batch.ts';
import type { Call } from './call.ts';

/** A customer of one provider account. */
export interface Customer {
  /** The account's configured name. */
  readonly provider: string;
  /** What the provider's own routes take: Flexprice and Polar their id, Lago the external id. */
  readonly key: string;
  /** The provider's own id. */
  readonly providerCustomerId: string;
  /** The id that you gave the customer; null where it has none. */
  readonly externalId: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  /** ISO 4217, upper case; null where the provider keeps none on its customers. */
  readonly currency: string | null;
  /** IANA name. */
  readonly timezone: string | null;
  readonly locale: string | null;
  readonly taxId: string | null;
  /** null when every part is empty. */
  readonly address: Address | null;
  readonly metadata: readonly MetadataEntry[];
  readonly createdAt: Date;
  readonly updatedAt: Date | null;
  /** The provider's record as it came. */
  readonly raw: unknown;
}

/** A postal address; any part may be unknown. */
export interface Address {
  readonly line1: string | null;
  readonly line2: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly postalCode: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
}

/** The parts of an address. */
export const addressParts = [
  'line1',
  'line2',
  'city',
  'state',
  'postalCode',
  'country',
] as const satisfies readonly (keyof Address)[];

/** One entry of a customer's metadata; a value that is not text is its JSON text. */
export interface MetadataEntry {
  readonly key: string;
  readonly value: string;
}

/** Finding customers one knows of. */
export interface CustomerReads {
  /** The key of the customer with this external id, should there be one; absent: it has to be asked for. */
  keyOf?(externalId: string): string;
  byKeys(keys: readonly string[], call: Call): Promise<Batch<Customer>>;
  byExternalIds(externalIds: readonly string[], call: Call): Promise<Batch<Customer>>;
}

const longestExternalId = 1024;

/**
 * Why no provider can be asked for this external id, or null where it can be: ids become path segments, so "." and ".."
 * would change the path, and control characters or broken Unicode cannot be sent.
 */
export function externalIdProblem(externalId: string): string | null {
  if (externalId === '') return 'must not be empty';
  if (externalId.length > longestExternalId) return `must not be longer than ${longestExternalId} characters`;
  if (externalId === '.' || externalId === '..') return 'must not be "." or ".."';
  if (/\p{Cc}/u.test(externalId)) return 'must not contain control characters';
  if (/\p{Cs}/u.test(externalId)) return 'must be well-formed Unicode';
  return null;
}
