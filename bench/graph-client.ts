/** The body of a GraphQL request. */
export interface GraphRequest {
  readonly operationName?: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** Asks a graph; rejects where it answers anything but data without errors. */
export async function askGraph<Data>(url: string, request: GraphRequest): Promise<Data> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  const text = await answer.text();
  const { data, errors }: { data?: Data; errors?: unknown } = JSON.parse(text);
  if (answer.status === 200 && errors === undefined && data !== undefined) return data;
  throw new Error(`${answer.status} ${text.slice(0, 1000)}`);
}
