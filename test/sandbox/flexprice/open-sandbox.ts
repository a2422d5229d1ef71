import type { Emulator, SandboxAnswer } from '../../../src/sandbox/http-server.ts';
import { createFlexpriceSandbox } from '../../../src/sandbox/flexprice/create-flexprice-sandbox.ts';

/** When every sandbox of these tests is opened, unless its test says otherwise. */
export const openedAt = new Date('2026-03-18T15:30:00.250Z');

/** The key that the sandboxes let in. */
export const apiKey = 'sk_test';

/** An answer with its JSON read; `json` is null where the body is none. */
interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly json: unknown;
}

/** One sandbox, asked without a port. Targets begin behind `/v1`; a body that is not text is sent as JSON. */
export interface OpenSandbox {
  readonly emulator: Emulator;
  get(target: string): Answer;
  post(target: string, body: unknown): Answer;
  put(target: string, body: unknown): Answer;
  delete(target: string): Answer;
  send(method: string, target: string, body: string, headers: Readonly<Record<string, string>>): Answer;
}

/** A sandbox of its own, on this clock. */
export function openSandbox(now: () => Date = () => openedAt): OpenSandbox {
  const emulator = createFlexpriceSandbox({ now, apiKey });
  const send: OpenSandbox['send'] = (method, target, body, headers) => {
    const [path = '', query = ''] = target.split('?');
    const request = { method, path: `/v1${path}`, query: new URLSearchParams(query), headers, body };
    return read(emulator(request));
  };
  const sendWithKey = (method: string, target: string, body: unknown) =>
    send(method, target, typeof body === 'string' ? body : JSON.stringify(body), { 'x-api-key': apiKey });
  return {
    emulator,
    send,
    get: (target) => sendWithKey('GET', target, ''),
    post: (target, body) => sendWithKey('POST', target, body),
    put: (target, body) => sendWithKey('PUT', target, body),
    delete: (target) => sendWithKey('DELETE', target, ''),
  };
}

function read({ status, headers = {}, body = '' }: SandboxAnswer): Answer {
  const isJson = headers['content-type']?.startsWith('application/json') ?? false;
  const json: unknown = isJson ? JSON.parse(body) : null;
  return { status, headers, text: body, json };
}
