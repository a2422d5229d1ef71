import { gzipSync } from 'node:zlib';
import { answerRight, type Fault, type FaultedExchange } from './fault-server.ts';

const json = { 'content-type': 'application/json' } as const;
const mebibyte = Buffer.alloc(1024 * 1024, ' ');

/** Answers with a status, in JSON without a word that any provider knows. */
export function answerStatus(status: number, headers: Readonly<Record<string, string>> = {}): Fault {
  return ({ response }) => void response.writeHead(status, { ...json, ...headers }).end('{}');
}

/** Sends the caller elsewhere. */
export function redirectTo(location: string): Fault {
  return answerStatus(302, { location });
}

/** Takes the request, and says nothing; nothing happens. */
export function hangBeforeHeaders(): void {}

/** Answers right, but not before it is told to. */
export function holdUntil(told: Promise<unknown>): Fault {
  return (exchange) => void told.then(() => answerRight(exchange));
}

/** Does what is asked, but keeps the answer to itself. */
export function loseAnswer({ answer }: FaultedExchange): void {
  answer();
}

/** Does what is asked, and says no more than that there is an answer. */
export function hangAfterHeaders({ answer, response }: FaultedExchange): void {
  const { status, headers, body = '' } = answer();
  response.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(body)) });
  response.flushHeaders();
}

/** Answers a byte at a time, so that a timer between bytes never fires. */
export function drip({ answer, response }: FaultedExchange): void {
  const { status, headers, body = '' } = answer();
  response.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(body)) });
  let sent = 0;
  const timer = setInterval(() => {
    response.write(Buffer.from(body).subarray(sent, sent + 1));
    sent += 1;
  }, 20);
  response.once('close', () => clearInterval(timer));
}

/** Breaks off in the middle of an answer whose length it has told. */
export function truncate({ answer, response, socket }: FaultedExchange): void {
  const { status, headers, body = '' } = answer();
  response.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(body)) });
  response.write(half(body), () => socket.destroy());
}

/** Breaks off in the middle of an answer in chunks. */
export function cutChunked({ answer, response, socket }: FaultedExchange): void {
  const { status, headers, body = '' } = answer();
  response.writeHead(status, { ...headers, 'transfer-encoding': 'chunked' });
  response.write(half(body), () => socket.destroy());
}

/** Says half of it, and ends as if that were all. */
export function halfJson({ answer, response }: FaultedExchange): void {
  const { status, headers, body = '' } = answer();
  response.writeHead(status, { ...headers, connection: 'close' }).end(half(body));
}

/** Shows a page for people in place of the answer. */
export function html({ answer, response }: FaultedExchange): void {
  answer();
  response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Down for maintenance.</p>');
}

/** The right answer under a wrong name. */
export function wrongContentType({ answer, response }: FaultedExchange): void {
  const { status, headers, body } = answer();
  response.writeHead(status, { ...headers, 'content-type': 'text/plain' }).end(body);
}

/** The right answer with other JSON in place of its own; an answer that is no JSON stays as it is. */
export function reshape(change: (body: unknown) => unknown): Fault {
  return ({ answer, response }) => {
    const { status, headers, body } = answer();
    const isJson = body !== undefined && headers?.['content-type']?.includes('json') === true;
    response.writeHead(status, headers).end(isJson ? JSON.stringify(change(JSON.parse(body))) : body);
  };
}

/** Breaks the connection in place of an answer. */
export function reset({ socket }: FaultedExchange): void {
  socket.resetAndDestroy();
}

/** Closes the connection in place of an answer. */
export function closeEmpty({ socket }: FaultedExchange): void {
  socket.end();
}

/** Does what is asked, and closes the connection in place of an answer. */
export function closeAfterwards({ answer, socket }: FaultedExchange): void {
  answer();
  socket.end();
}

/** Closes a connection at the moment at which it is used again, as when its time as an idle one has just run out. */
export function closeOnReuse(exchange: FaultedExchange): void {
  if (exchange.served === 0) answerRight(exchange);
  else exchange.socket.destroy();
}

/** Answers with more than anybody wants, for as long as somebody listens. */
export function oversize({ answer, response }: FaultedExchange): void {
  answer();
  response.writeHead(200, json);
  let left = 64;
  const pour = () => {
    left -= 1;
    if (left < 0) response.end('{}');
    else if (!response.destroyed) response.write(mebibyte, pour);
  };
  pour();
}

/** A little that would be a lot once it is unpacked, which nobody asked to pack. */
export function bomb({ answer, response }: FaultedExchange): void {
  answer();
  const body = gzipSync(Buffer.concat([...Array.from({ length: 32 }, () => mebibyte), Buffer.from('{}')]));
  response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(body);
}

/** The right answer behind 60 KB of headers. */
export function hugeHeaders({ answer, response }: FaultedExchange): void {
  const { status, headers, body } = answer();
  response.writeHead(status, { ...headers, 'x-padding': 'x'.repeat(60 * 1024) }).end(body);
}

/** Answers with these bytes and closes the connection. */
export function speak(bytes: string): Fault {
  return ({ answer, socket }) => {
    answer();
    socket.end(bytes);
  };
}

function half(body: string): Buffer {
  const bytes = Buffer.from(body);
  return bytes.subarray(0, Math.floor(bytes.byteLength / 2));
}
