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
  /** Something is taken, or the present state does not allow it. */
  | {
      readonly kind: 'conflict';
      /** A sentence for people. */
      readonly message: string;
      /** The field below the input that it is about; empty where it is about none. */
      readonly path: readonly string[];
    }
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

/** The refusal of what the present state does not allow, as a sentence for people and the field that it is about. */
export function conflict(message: string, path: readonly string[] = [], cause?: unknown): WriteRefusal {
  return new WriteRefusal({ kind: 'conflict', message, path }, cause);
}

/** The refusal to change what does not exist. */
export function notThere(cause?: unknown): WriteRefusal {
  return new WriteRefusal({ kind: 'not-found' }, cause);
}
