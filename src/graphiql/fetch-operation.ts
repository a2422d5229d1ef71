import type { GraphiQLProps } from 'graphiql';

/** Sends an operation to the path that the page itself was loaded from, with the headers of the headers tab. */
export const fetchOperation: GraphiQLProps['fetcher'] = async (operation, options) => {
  const response = await fetch(location.pathname, {
    method: 'POST',
    headers: {
      accept: 'application/graphql-response+json, application/json;q=0.9',
      'content-type': 'application/json',
      ...options?.headers,
    },
    body: JSON.stringify(operation),
  });
  const type = response.headers.get('content-type') ?? 'no content type';
  if (type.includes('json')) return response.json();
  throw new Error(`The server answered ${response.status} with ${type} where JSON was expected.`);
};
