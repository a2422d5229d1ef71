import { pino } from 'pino';
import type { ServerOptions } from '../../src/server/create-server.ts';
import { createQuietServer } from './create-quiet-server.ts';
import { createFakeProvider, type FakeProvider } from './fake-provider.ts';
import { decodeAnswer, encodeRequest, type HttpAnswer, type HttpRequest } from './http-exchange.ts';

/** A server in front of one account, a Lago without customers. */
export interface LonelyServer {
  /** Needs no port. */
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
  const server = createQuietServer({ providers: [provider], log, ...options });

  async function request(asked: HttpRequest): Promise<HttpAnswer> {
    const usual = asked.body === undefined ? {} : { 'content-type': 'application/json' };
    const { target, ...sent } = encodeRequest(asked, usual);
    const response = await server.fetch(`http://billgraph.test${target}`, sent);
    // Yoga's own Headers tell names as they were set.
    const headers = [...response.headers].map(([name, value]) => [name.toLowerCase(), value] as const);
    const text = await response.text();
    return decodeAnswer({ status: response.status, headers: Object.fromEntries(headers), text });
  }

  return {
    request,
    ask: (query, variables = {}) => request({ body: { query, variables } }),
    provider,
    lines,
  };
}
