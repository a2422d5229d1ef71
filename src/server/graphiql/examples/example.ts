/** An operation to begin with; GraphiQL shows its name as the title of its tab. */
export interface Example {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}
