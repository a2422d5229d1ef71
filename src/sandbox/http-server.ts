import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';

/** A request as the emulators see it: the path is raw, since each provider decodes it in its own way. */
export interface SandboxRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The raw body; empty when there is none. */
  readonly body: string;
}

/** What an emulator answers. */
export interface SandboxAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The body's text; absent: an empty body. */
  readonly body?: string;
}

/** One emulated API. */
export type Emulator = (request: SandboxRequest) => SandboxAnswer;

/** A running emulator. */
export interface RunningServer {
  /** Origin, without a trailing slash. */
  readonly url: string;
  close(): Promise<void>;
}

/** A JSON answer. */
export function json(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): SandboxAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(value),
  };
}

/** Serves an emulator on a loopback port (0: any free one) and tells `onRequest` about every request. */
export function serve(
  emulator: Emulator,
  port: number,
  onRequest: (request: SandboxRequest) => void,
): Promise<RunningServer> {
  const server = createServer((incoming, outgoing) => {
    readRequest(incoming)
      .then((request) => {
        onRequest(request);
        write(outgoing, emulator(request));
      })
      .catch((error: unknown) => {
        write(outgoing, { status: 500, headers: { 'content-type': 'text/plain' }, body: 'sandbox failure' });
        console.error('sandbox failure', error);
      });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string')
        return reject(new Error('the sandbox has no port'));
      resolve({
        url: `http://127.0.0.1:${address.port}`,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
}

async function readRequest(incoming: IncomingMessage): Promise<SandboxRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const target = incoming.url ?? '/';
  const mark = target.indexOf('?');
  return {
    method: incoming.method ?? 'GET',
    path: mark === -1 ? target : target.slice(0, mark),
    query: new URLSearchParams(mark === -1 ? '' : target.slice(mark + 1)),
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function write(outgoing: ServerResponse, answer: SandboxAnswer): void {
  const body = Buffer.from(answer.body ?? '');
  const length = answer.status === 204 ? {} : { 'content-length': String(body.byteLength) };
  outgoing.writeHead(answer.status, { ...length, ...answer.headers });
  outgoing.end(body);
}
