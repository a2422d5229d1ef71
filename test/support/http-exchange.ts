import { z } from 'zod';

const answerSchema = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(
      z.object({
        message: z.string(),
        path: z.array(z.union([z.string(), z.number()])).optional(),
        extensions: z.looseObject({ code: z.string() }),
      }),
    )
    .optional(),
  extensions: z.unknown().optional(),
});

/** An answer as it came over HTTP; without data and errors where it is not in the shape of the graph's. */
export interface HttpAnswer extends z.infer<typeof answerSchema> {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** A request, in which everything has a usual value. */
export interface HttpRequest {
  readonly method?: string;
  /** Path and query. */
  readonly target?: string;
  /** In place of the usual ones; undefined leaves one out. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** Text and bytes as they are, or what JSON to send. */
  readonly body?: string | Uint8Array<ArrayBuffer> | object;
}

/** A request with everything that it is made of. */
interface SentRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer> | null;
}

/** What is sent for a request, by default a POST to the graph; the headers of the request go before the usual ones. */
export function encodeRequest(
  { method = 'POST', target = '/graphql', headers = {}, body }: HttpRequest,
  usualHeaders: Readonly<Record<string, string>>,
): SentRequest {
  const sent = Object.entries({ ...usualHeaders, ...headers }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const isRaw = typeof body === 'string' || body instanceof Uint8Array || body === undefined;
  return {
    method,
    target,
    headers: Object.fromEntries(sent),
    body: isRaw ? (body ?? null) : JSON.stringify(body),
  };
}

/** What came back for a request. */
export function decodeAnswer(came: Pick<HttpAnswer, 'status' | 'headers' | 'text'>): HttpAnswer {
  const isJson = /json/.test(String(came.headers['content-type']));
  return { ...(isJson ? answerSchema.parse(JSON.parse(came.text)) : {}), ...came };
}

/** The codes of an answer's errors, in their order. */
export function codesOf({ errors = [] }: HttpAnswer): readonly string[] {
  return errors.map(({ extensions }) => extensions.code);
}

/** The header that carries a key or a token. */
export function bearer(credentials: string) {
  return { authorization: `Bearer ${credentials}` } as const;
}
