/** What the HTML page tells the script that draws GraphiQL. */
export interface PageSettings {
  /** URL paths of the editors' web workers. */
  readonly workers: { readonly editor: string; readonly graphql: string; readonly json: string };
  /** The tabs of a first visit; variables are JSON text. */
  readonly tabs: readonly { readonly query: string; readonly variables: string | null }[];
  /** Whether the graph answers only callers with credentials. */
  readonly needsCredentials: boolean;
  /** Whether the schema may be asked for; without it the editors neither complete nor check. */
  readonly servesSchema: boolean;
}

/** The id of the element that holds the settings as JSON. */
export const pageSettingsId = 'graphiql-settings';
