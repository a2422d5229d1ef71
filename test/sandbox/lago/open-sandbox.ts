import { createLagoSandbox } from '../../../src/sandbox/lago/create-lago-sandbox.ts';

/** The time at which every test takes place: a Friday in summer. */
export const testTime = new Date('2026-08-21T13:08:06.789Z');

export const testKey = 'key-of-the-tests';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** Asks the emulator by "METHOD /path?query" below /api/v1. */
export type Ask = (route: string, body?: unknown, headers?: Readonly<Record<string, string>>) => Answer;

export function openSandbox(): Ask {
  const emulator = createLagoSandbox({ now: () => testTime, apiKey: testKey });
  return (route, body, headers = {}) => {
    const [method = '', target = ''] = route.split(' ');
    const mark = target.indexOf('?');
    const answer = emulator({
      method,
      path: `/api/v1${mark === -1 ? target : target.slice(0, mark)}`,
      query: new URLSearchParams(mark === -1 ? '' : target.slice(mark + 1)),
      headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json', ...headers },
      body: body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: answer.status, body: JSON.parse(answer.body ?? ''), headers: answer.headers ?? {} };
  };
}

/** The value at a path inside JSON; undefined where the path leads nowhere. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (current, key) =>
      typeof current === 'object' && current !== null ? Reflect.get(current, key) : undefined,
    value,
  );
}

/** The text at a path inside JSON. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string {
  const found = at(value, ...path);
  if (typeof found !== 'string') throw new Error(`no text at ${path.join('.')}`);
  return found;
}

/** One member of every item of a list. */
export function pluck(list: unknown, key: string): readonly unknown[] {
  return Array.isArray(list) ? list.map((item) => at(item, key)) : [];
}

export function notFound(noun: string): Omit<Answer, 'headers'> {
  return { status: 404, body: { status: 404, error: 'Not Found', code: `${noun}_not_found` } };
}

export function invalid(details: object): Omit<Answer, 'headers'> {
  const error = { status: 422, error: 'Unprocessable Entity', code: 'validation_errors' };
  return { status: 422, body: { ...error, error_details: details } };
}

export function notAllowed(code: string): Omit<Answer, 'headers'> {
  return { status: 405, body: { status: 405, error: 'Method Not Allowed', code } };
}
