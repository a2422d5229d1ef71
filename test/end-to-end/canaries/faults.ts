import type { ServerResponse } from 'node:http';
import type { Fault } from '../../support/open-faulty-accounts.ts';
import { canary } from './canary.ts';

const email = `${canary}@example.com`;

/** A refusal as all three providers would put it, full of what it is about. */
const refusal = JSON.stringify({
  status: email,
  code: email,
  error: email,
  message: `no customer ${email}`,
  detail: [{ loc: ['body', email], msg: email, type: email, input: email }],
  error_details: { [email]: [email], email: [email], base: [email] },
  details: { [email]: email, Email: email },
});

const headers = {
  'content-type': 'application/json',
  'x-request-id': canary,
  'set-cookie': `session=${canary}`,
  'retry-after': canary,
  'www-authenticate': `Bearer realm="${canary}"`,
} as const;

const refuse =
  (status: number, more: Readonly<Record<string, string>> = {}): Fault =>
  (response) =>
    void response.writeHead(status, `${canary} reason`, { ...headers, ...more }).end(refusal);

const redirect =
  (status: number, elsewhere: string): Fault =>
  (response) =>
    void response.writeHead(status, { ...headers, location: `${elsewhere}/${canary}` }).end(refusal);

const instead =
  (body: string, type: string = headers['content-type']): Fault =>
  (response) =>
    void response.writeHead(200, { ...headers, 'content-type': type }).end(body);

/** Writes to the connection itself, and closes it. */
const raw =
  (bytes: string): Fault =>
  ({ socket }: ServerResponse) =>
    void socket?.end(bytes);

/** Puts other values in place of the right ones, under keys that are addresses as well. */
function spoil(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spoil);
  if (typeof value !== 'object' || value === null)
    return typeof value === 'number' ? value : { [email]: email };
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => [
      [key, spoil(member)],
      [`${key} ${email}`, email],
    ]),
  );
}

/** All that can go wrong at a provider, with a secret in every place that it leaves for one. */
export function faults(elsewhere: string): readonly (readonly [string, Fault])[] {
  return [
    ...[400, 401, 403, 404, 405, 409, 418, 422, 500, 502, 503].map(
      (status) => [`status ${status}`, refuse(status)] as const,
    ),
    ...[301, 302, 303, 307, 308].map(
      (status) => [`a redirect by ${status}`, redirect(status, elsewhere)] as const,
    ),
    ['HTML', instead(`<p>${email}</p>`, 'text/html')],
    ['a type that is none', instead('{}', `${canary}/${canary}`)],
    ['half of a JSON', instead(`{"email":"${email}`)],
    ['text that is no JSON', instead(email)],
    ['JSON in another shape', instead(JSON.stringify({ [email]: email }))],
    ['a list of the wrong things', instead(JSON.stringify([email]))],
    ['CSV that is none', instead(`"${email}\n${email},"${email}"x`, 'text/csv')],
    ['CSV in other columns', instead(`${email},name\n${email},${email}\n`, 'text/csv')],
    [
      'values of the wrong types',
      (response, answer) => {
        const body = answer.body?.startsWith('{') ? JSON.stringify(spoil(JSON.parse(answer.body))) : refusal;
        response.writeHead(answer.status, headers).end(body);
      },
    ],
    [
      'a body cut short',
      (response) =>
        response
          .writeHead(200, { ...headers, 'content-length': 9999 })
          .write(refusal, () => response.destroy()),
    ],
    ['a connection that breaks', (response) => response.destroy()],
    ['no HTTP', raw(`${canary} ${email}\r\n\r\n`)],
    ['a status line that is none', raw(`HTTP/1.1 ${canary} ${email}\r\n\r\n`)],
    ['a header that is none', raw(`HTTP/1.1 200 OK\r\n${canary}\0: ${email}\r\n\r\n`)],
    ['headers without end', raw(`HTTP/1.1 200 OK\r\nx: ${canary.repeat(20_000)}\r\n\r\n`)],
    // The last, since accounts that answer this are left alone for a while.
    ['status 429', refuse(429, { 'retry-after': '2' })],
  ];
}
