import { timingSafeEqual } from 'node:crypto';
import type { SandboxAnswer, SandboxRequest } from '../../http-server.ts';
import { answerJson } from '../answers.ts';

/** What refuses the caller, or null where the key is right. */
export function refuseCaller({ headers }: SandboxRequest, apiKey: string): SandboxAnswer | null {
  const key = headers['x-api-key'];
  if (typeof key === 'string' && isSame(key, apiKey)) return null;
  // A wrong key falls through to the dashboard's tokens, and the sandbox has issued none.
  const { authorization } = headers;
  if (authorization === undefined) return unauthorized('Unauthorized');
  if (!/^Bearer \S+$/.test(authorization)) return unauthorized('Invalid authorization header format');
  return unauthorized('Invalid token');
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.byteLength === right.byteLength && timingSafeEqual(left, right);
}

function unauthorized(error: string): SandboxAnswer {
  return answerJson(401, { error });
}
