import { createServer, type RequestListener, type Server } from 'node:http';

/** A port that is being listened on. */
export interface Listener {
  readonly port: number;
  /** Takes no more connections; resolves when the requests under way are answered, or cut after the longest wait. */
  close(): Promise<void>;
}

const longestDrainMs = 30_000;
const sweepMs = 100;

/** Serves HTTP on a host and port (0: any free one). */
export async function listen(handle: RequestListener, host: string, port: number): Promise<Listener> {
  const server = createServer((request, response) => {
    // What cannot be part of a URL would be an error of the server further on.
    if (URL.canParse(`http://${request.headers.host ?? host}`)) handle(request, response);
    else
      response.writeHead(400, { 'content-type': 'text/plain', connection: 'close' }).end('bad Host header\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(new Error(`cannot listen on ${host}, port ${port}`, { cause })));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return { port: address.port, close: () => drain(server) };
}

/** A connection only counts as idle once its answer is out, so idle ones are swept until none is left. */
async function drain(server: Server): Promise<void> {
  const sweep = setInterval(() => server.closeIdleConnections(), sweepMs);
  const cut = setTimeout(() => server.closeAllConnections(), longestDrainMs);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearInterval(sweep);
  clearTimeout(cut);
}
