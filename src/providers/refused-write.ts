import { ProviderError, type RefusedField } from '../billing/provider-error.ts';
import { conflict, invalidInput, notThere, type WriteRefusal } from '../billing/write-refusal.ts';

/** What an account's refusals of one write mean, by the reason that its client gives. */
export interface RefusalMeanings {
  /** There is nothing to change. */
  readonly missing?: readonly string[];
  /** The present state does not allow it; a sentence for people by reason. */
  readonly conflicts?: ReadonlyMap<string, string>;
}

/**
 * Runs a write and throws a WriteRefusal in place of a refusal that the caller can act on: what does not exist, what is
 * taken or may not be now, fields that the provider does not accept. Every other failure is thrown as it is.
 */
export async function refusing<Value>(write: Promise<Value>, meanings: RefusalMeanings = {}): Promise<Value> {
  try {
    return await write;
  } catch (error) {
    throw error instanceof ProviderError && error.failure === 'rejected' ? toRefusal(error, meanings) : error;
  }
}

function toRefusal(error: ProviderError, { missing = [], conflicts }: RefusalMeanings): Error {
  const { status, reason, fields } = error;
  if (reason !== null && missing.includes(reason)) return notThere(error);
  const inConflict = fields.filter(({ problem }) => problem === 'taken' || problem === 'fixed');
  // Where the external id is taken, it is the same customer, and the e-mail address is so too.
  const taken = inConflict.find(({ path }) => path[0] === 'externalId') ?? inConflict[0];
  if (taken !== undefined) return conflictOver(taken, error);
  const obstacle = conflicts?.get(reason ?? '') ?? (status === 409 ? changedMeanwhile : undefined);
  if (obstacle !== undefined) return conflict(obstacle, [], error);
  if (fields.length === 0) return error;
  return invalidInput(
    fields.map((field) => ({ path: field.path, message: complaintAbout(field) })),
    error,
  );
}

/** What 409 means where it does not say more. */
const changedMeanwhile =
  'The provider is busy with another change of this customer, or has made one meanwhile.';

const names: Readonly<Record<string, string>> = {
  externalId: 'external id',
  email: 'e-mail address',
  taxId: 'tax id',
};

/** The refusal over a field that another customer has, or that cannot be changed once it is set. */
export function conflictOver({ path, problem }: RefusedField, cause?: unknown): WriteRefusal {
  const [field = 'value'] = path;
  const name = names[field] ?? field;
  const message =
    problem === 'fixed'
      ? `The ${name} cannot be changed once it is set.`
      : `Another customer has this ${name}.`;
  return conflict(message, path, cause);
}

function complaintAbout({ problem }: RefusedField): string {
  switch (problem) {
    case 'required':
      return 'is needed by this provider';
    case 'too-long':
      return 'is too long for this provider';
    case 'too-many':
      return 'has more entries than this provider takes';
    case 'invalid':
    case 'taken':
    case 'fixed':
      return 'is not accepted by this provider';
  }
}
