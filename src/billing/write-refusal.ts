/** What is wrong with one field of an input. */
export interface FieldIssue {
  /** Where the field is below the input: ["address", "country"]; list items by their index. */
  readonly path: readonly string[];
  /** What has to change, without the field's name and the full stop: "must not be empty". */
  readonly message: string;
}

/** Why a change was not made, where the one who asked for it can do something about it. */
export type Refusal =
  | { readonly kind: 'invalid'; readonly issues: readonly FieldIssue[] }
  /** Something is taken, or the present state does not allow it; the message is a sentence for people. */
  | { readonly kind: 'conflict'; readonly message: string }
  | { readonly kind: 'not-found' };

/** Thrown by writes that were refused: nothing has changed. It quotes neither the input nor the provider. */
export class WriteRefusal extends Error {
  override readonly name = 'WriteRefusal';
  readonly refusal: Refusal;

  constructor(refusal: Refusal, cause?: unknown) {
    super(refusal.kind, { cause });
    this.refusal = refusal;
  }
}

/** The refusal of an input with these issues. */
export function invalidInput(issues: readonly FieldIssue[], cause?: unknown): WriteRefusal {
  return new WriteRefusal({ kind: 'invalid', issues }, cause);
}

/** The refusal of what the present state does not allow. */
export function conflict(message: string, cause?: unknown): WriteRefusal {
  return new WriteRefusal({ kind: 'conflict', message }, cause);
}

/** The refusal to change what does not exist. */
export function notThere(cause?: unknown): WriteRefusal {
  return new WriteRefusal({ kind: 'not-found' }, cause);
}
