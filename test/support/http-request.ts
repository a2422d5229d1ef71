import { type Dispatcher, request as sendRequest } from 'undici';
import { z } from 'zod';

const answerSchema = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.looseObject({ code: z.string() }) }))
    .optional(),
  extensions: z.unknown().optional(),
});

/** An answer as it came over HTTP; without data and errors where it is not in the shape of the graph's. */
export interface HttpAnswer extends z.infer<typeof answerSchema> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** A request, in which everything has a usual value. */
export interface HttpRequest {
  readonly method?: Dispatcher.HttpMethod;
  /** Path and query. */
  readonly target?: string;
  /** In place of the usual ones; undefined leaves one out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** As it is, or what JSON to send. */
  readonly body?: string | Buffer | object;
}

/** Sends a request, by default a POST of JSON to the graph with this key; the headers of the request go before. */
export async function sendHttp(
  origin: string,
  { method = 'POST', target = '/graphql', headers = {}, body }: HttpRequest,
  key: string,
): Promise<HttpAnswer> {
  const usual = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  const sent = Object.entries({ ...usual, ...headers }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body) || body === undefined;
  const response = await sendRequest(`${origin}${target}`, {
    method,
    headers: Object.fromEntries(sent),
    body: isRaw ? (body ?? null) : JSON.stringify(body),
  });
  const text = await response.body.text();
  const isJson = /json/.test(String(response.headers['content-type']));
  return {
    ...(isJson ? answerSchema.parse(JSON.parse(text)) : {}),
    status: response.statusCode,
    headers: response.headers,
    text,
  };
}
