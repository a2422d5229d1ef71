import type { GraphiQLProps } from 'graphiql';

type Fetcher = GraphiQLProps['fetcher'];

/** Where operations are sent to, and who is told how that went. */
export interface FetchOptions {
  /** Whether the graph answers only callers with credentials. */
  readonly needsCredentials: boolean;
  /** Told the status of every answer. */
  readonly onStatus: (status: number) => void;
}

/** Sends operations to the path that the page itself was loaded from, with the headers of the headers tab. */
export function createFetchOperation({ needsCredentials, onStatus }: FetchOptions): Fetcher {
  return async (operation, options) => {
    const headers: Readonly<Record<string, string>> = options?.headers ?? {};
    // GraphiQL asks for the schema unasked; what is known to be refused would only be an error in the console.
    if (needsCredentials && operation.operationName === 'IntrospectionQuery' && !hasCredentials(headers))
      throw new Error('The schema is for callers with credentials.');
    const response = await fetch(location.pathname, {
      method: 'POST',
      headers: {
        accept: 'application/graphql-response+json, application/json;q=0.9',
        'content-type': 'application/json',
        ...headers,
      },
      body: JSON.stringify(operation),
    });
    onStatus(response.status);
    const type = response.headers.get('content-type') ?? 'no content type';
    if (type.includes('json')) return response.json();
    throw new Error(`The server answered ${response.status} with ${type} where JSON was expected.`);
  };
}

function hasCredentials(headers: Readonly<Record<string, string>>): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
}
