import type { Call } from '../billing/call.ts';
import type { CustomerReference } from '../billing/customer-write.ts';
import type { BillingProvider } from '../billing/provider.ts';
import type { Context } from './context.ts';
import { asProviderError, type FailureName, toWriteFailure, type WriteFailure } from './write-failure.ts';

/** Where a write goes, and what its mutation can say when it fails. */
interface Attempt<Name extends FailureName> {
  readonly provider: BillingProvider;
  /** Whom it may change, by each key and external id that it names; none where it changes nothing that is read. */
  readonly changes: readonly CustomerReference[];
  /** The failures that the mutation's result can be. */
  readonly failures: readonly Name[];
  readonly context: Context;
}

/**
 * Runs a write and gives its payload, or its expected failure as data. A failure that the mutation's result cannot be
 * comes as a ProviderError, which every result can; anything unexpected is thrown.
 */
export async function attempt<Payload, Name extends FailureName>(
  { provider, changes, failures, context }: Attempt<Name>,
  work: (call: Call) => Promise<Payload>,
): Promise<Payload | WriteFailure<Name> | WriteFailure<'ProviderError'>> {
  try {
    return await context.write({ account: provider.name, customers: changes }, work);
  } catch (error) {
    const failure = toWriteFailure(error, provider);
    return isAmong(failures, failure) ? failure : asProviderError(failure, provider);
  }
}

function isAmong<Name extends FailureName>(
  names: readonly Name[],
  failure: WriteFailure,
): failure is WriteFailure<Name> {
  return names.some((name) => name === failure.failure);
}
