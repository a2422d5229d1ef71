import { pino } from 'pino';
import { z } from 'zod';
import { admitAnyone } from '../../src/server/callers/authenticate.ts';
import { createServer, type ServerOptions } from '../../src/server/create-server.ts';
import { createFakeProvider, type FakeProvider } from './fake-provider.ts';

const answerSchema = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.record(z.string(), z.unknown()) }))
    .optional(),
});

/** An answer of the graph, with what HTTP says of it. */
interface HttpAnswer extends z.infer<typeof answerSchema> {
  readonly status: number;
  readonly headers: Headers;
}

/** A request, in which everything has a usual value. */
interface HttpRequest {
  readonly method?: string;
  readonly target?: string;
  /** Beside the content type of a body. */
  readonly headers?: Readonly<Record<string, string>>;
  /** As it is, or what JSON to send. */
  readonly body?: string | Uint8Array<ArrayBuffer> | object;
}

/** A server in front of one account, a Lago without customers. */
export interface LonelyServer {
  /** Needs no port; resolves to the answer in the shape of the graph's. */
  request(request: HttpRequest): Promise<HttpAnswer>;
  /** Posts a document. */
  ask(query: string, variables?: object): Promise<HttpAnswer>;
  readonly provider: FakeProvider;
  /** What it has logged. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
}

/** Serves nobody's data. */
export function serveNobody(options: Partial<ServerOptions> = {}): LonelyServer {
  const provider = createFakeProvider({ name: 'lago' });
  const lines: Record<string, unknown>[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const server = createServer({
    providers: [provider],
    authenticate: admitAnyone,
    log,
    onFailure: () => {},
    deadlineMs: 5_000,
    isReady: () => true,
    graphiql: null,
    ...options,
  });

  async function request({
    method = 'POST',
    target = '/graphql',
    ...more
  }: HttpRequest): Promise<HttpAnswer> {
    const { headers = {}, body } = more;
    const isRaw = typeof body === 'string' || body instanceof Uint8Array || body === undefined;
    const response = await server.fetch(`http://billgraph.test${target}`, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: isRaw ? body : JSON.stringify(body) }),
    });
    return {
      ...answerSchema.parse(await response.json()),
      status: response.status,
      headers: response.headers,
    };
  }

  return {
    request,
    ask: (query, variables = {}) => request({ body: { query, variables } }),
    provider,
    lines,
  };
}
