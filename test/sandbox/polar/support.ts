import { z } from 'zod';
import {
  createPolarSandbox,
  type PolarSandboxOptions,
} from '../../../src/sandbox/polar/create-polar-sandbox.ts';

/** The time at which the sandboxes of the tests stand still. */
export const now = new Date('2026-05-15T12:00:00.250Z');

/** The token that the sandboxes of the tests accept. */
const apiKey = 'polar_oat_test';

/** A row of an answer; the tests look at what they assert. */
export type Row = Readonly<Record<string, unknown>>;

/** An answer, with its body parsed where it is JSON. */
interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly body: unknown;
}

/** A sandbox to ask without a port. */
export interface PolarUnderTest {
  /** Asks with the token and, where there is a body, with its length. `null` leaves a header out. */
  ask(
    method: string,
    target: string,
    body?: unknown,
    headers?: Readonly<Record<string, string | null>>,
  ): Answer;
  /** The items of one page. */
  items(target: string): readonly Row[];
  /** One record. */
  get(target: string): Row;
}

const row = z.record(z.string(), z.unknown());
const list = z.object({ items: z.array(row), pagination: row });

/** A fresh sandbox. */
export function createPolar(
  options: Pick<PolarSandboxOptions, 'wallets' | 'legacyBalance'> = {},
): PolarUnderTest {
  const emulator = createPolarSandbox({ now: () => now, apiKey, ...options });

  function ask(
    method: string,
    target: string,
    body?: unknown,
    headers: Readonly<Record<string, string | null>> = {},
  ): Answer {
    const [path = '', search = ''] = target.split('?');
    const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
    const sent = {
      authorization: `Bearer ${apiKey}`,
      'content-length': String(Buffer.byteLength(text)),
      ...headers,
    };
    const answer = emulator({
      method,
      path,
      query: new URLSearchParams(search),
      headers: Object.fromEntries(
        Object.entries(sent).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
      ),
      body: text,
    });
    const isJson = answer.headers?.['content-type']?.startsWith('application/json') ?? false;
    return {
      status: answer.status,
      headers: answer.headers ?? {},
      text: answer.body ?? '',
      body: isJson ? JSON.parse(answer.body ?? '') : undefined,
    };
  }

  return {
    ask,
    items: (target) => list.parse(ask('GET', target).body).items,
    get: (target) => row.parse(ask('GET', target).body),
  };
}

/** The path segment that carries the text. */
export const segment = encodeURIComponent;

/** The id of the customer with the external id. */
export function idOf(polar: PolarUnderTest, externalId: string): string {
  return z.string().parse(polar.get(`/v1/customers/external/${segment(externalId)}`).id);
}
