import { stringify } from 'lossless-json';
import type { SandboxAnswer } from '../http-server.ts';

/** A JSON answer in which a bigint is a plain JSON number: the provider's counts and limits are 64-bit integers. */
export function answerJson(status: number, value: unknown): SandboxAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: stringify(value) ?? 'null',
  };
}

/** A plain text answer, as the web framework itself gives. */
export function answerText(status: number, body: string): SandboxAnswer {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}
