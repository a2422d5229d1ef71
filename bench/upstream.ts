import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readBody } from './read-body.ts';
import { createFlexpriceStub } from './upstream/flexprice.ts';
import { createLagoStub } from './upstream/lago.ts';
import { createPolarStub } from './upstream/polar.ts';
import type { Stub } from './upstream/stub.ts';

// The three providers as cheaply as node:http has them, in a process of its own: `upstream.js <port>`.

const stubs: Readonly<Record<string, Stub>> = {
  '/flexprice/v1': createFlexpriceStub(),
  '/lago/api/v1': createLagoStub(),
  '/polar': createPolarStub(),
};
const bases = Object.entries(stubs);

let latencyMs = 0;
let calls = 0;

const server = createServer((request, response) => {
  response.sendDate = false;
  const url = request.url ?? '';
  if (url.startsWith('/control')) {
    control(url, response);
    return;
  }
  calls += 1;
  if (request.method === 'GET') answer(request, response, '');
  else readBody(request, (body) => answer(request, response, body));
});
// Connections stay open between one measurement and the next.
server.keepAliveTimeout = 0;
server.listen(Number(process.argv[2]), '127.0.0.1');

/** `POST /control?latencyMs=20` sets the latency and begins to count anew; any answer tells the calls so far. */
function control(url: string, response: ServerResponse): void {
  const told = JSON.stringify({ calls });
  const set = new URL(url, 'http://upstream').searchParams.get('latencyMs');
  if (set !== null) {
    latencyMs = Number(set);
    calls = 0;
  }
  send(response, 200, told);
}

function answer(request: IncomingMessage, response: ServerResponse, body: string): void {
  const found = find(request, body);
  const status = found === null ? 404 : 200;
  const text = found ?? '{"code":"not_found"}';
  if (latencyMs === 0) send(response, status, text);
  else setTimeout(send, latencyMs, response, status, text);
}

function find({ method = '', url = '' }: IncomingMessage, body: string): string | null {
  const [base, stub] = bases.find(([prefix]) => url.startsWith(prefix)) ?? [];
  if (base === undefined || stub === undefined) return null;
  const end = url.indexOf('?');
  const path = url.slice(base.length, end < 0 ? undefined : end);
  const query = new URLSearchParams(end < 0 ? '' : url.slice(end + 1));
  return stub({ method, path, query, body });
}

function send(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': text.length,
  });
  response.end(text, 'latin1');
}
