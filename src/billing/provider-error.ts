/**
 * Why a provider could not answer. `unsupported` is for an ability that this very account turns out to lack; what a
 * whole kind of provider lacks is an absent property of its BillingProvider. `outcome-unknown` is a write that was sent
 * and not answered: it may or may not have happened. `too-expensive` is a call that was not made, because its operation
 * has made as many as it may.
 */
export type ProviderFailureKind =
  | 'unauthenticated'
  | 'forbidden'
  | 'rate-limited'
  | 'rejected'
  | 'timed-out'
  | 'unavailable'
  | 'bad-response'
  | 'unsupported'
  | 'outcome-unknown'
  | 'too-expensive';

/** What a provider has against one field of what it was sent. */
export interface RefusedField {
  /** The field as our inputs name it; empty where the provider names none of them. */
  readonly path: readonly string[];
  readonly problem: FieldProblem;
}

/** `taken`: another customer has it. `fixed`: it cannot be changed once it is set. */
export type FieldProblem = 'required' | 'invalid' | 'too-long' | 'too-many' | 'taken' | 'fixed';

interface ProviderErrorDetails {
  /** The account's configured name. */
  readonly provider: string;
  readonly failure: ProviderFailureKind;
  /** HTTP status, where an answer came. */
  readonly status?: number;
  /** The provider's own stable code for a refusal ("no_active_subscription"), never its free text. */
  readonly reason?: string | null;
  /** The earliest time at which the provider wants to be asked again. */
  readonly retryAfter?: Date | null;
  /** Where an answer broke its schema ("items[3].created_at: …"): paths and rules, never values. For the log only. */
  readonly detail?: string;
  /** What a refusal says about the fields that were sent. */
  readonly fields?: readonly RefusedField[];
  /** Whether the answer broke off on its way, so that the whole of it may be had at another try. */
  readonly incomplete?: boolean;
  readonly cause?: unknown;
}

/** The one error that an adapter throws, or keeps in a batch for a single key. Safe to log: it holds no customer data. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly provider: string;
  readonly failure: ProviderFailureKind;
  readonly status: number | null;
  readonly reason: string | null;
  readonly retryAfter: Date | null;
  readonly detail: string | null;
  readonly fields: readonly RefusedField[];
  readonly incomplete: boolean;

  constructor({
    provider,
    failure,
    status,
    reason,
    retryAfter,
    detail,
    fields,
    incomplete,
    cause,
  }: ProviderErrorDetails) {
    super(`${provider}: ${failure}`, { cause });
    this.provider = provider;
    this.failure = failure;
    this.status = status ?? null;
    this.reason = reason ?? null;
    this.retryAfter = retryAfter ?? null;
    this.detail = detail ?? null;
    this.fields = fields ?? [];
    this.incomplete = incomplete ?? false;
  }

  /** Whether the same question may well be answered a little later. */
  get retryable(): boolean {
    return this.failure === 'rate-limited' || this.failure === 'timed-out' || this.failure === 'unavailable';
  }
}
