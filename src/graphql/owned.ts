/** Something that belongs to a provider account, which its global id names. */
export type Owned<Value> = Value & {
  /** The account's configured name. */
  readonly provider: string;
};

/** The value, marked as belonging to the account of its owner. */
export function own<Value extends object>(owner: { readonly provider: string }, value: Value): Owned<Value> {
  return { ...value, provider: owner.provider };
}
