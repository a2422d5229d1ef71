import { expect } from 'vitest';
import type { Target } from '../../support/open-target.ts';
import { lookup } from './scope-attacks.ts';

/** Whatever was tried before, what is right is answered. */
export async function expectService({ send, takeCalls, lines }: Target): Promise<void> {
  const answer = await send({ body: { query: lookup } });
  expect([answer.status, answer.data]).toEqual([200, { customerByExternalId: { name: 'Ada Lovelace' } }]);
  expect(takeCalls()).toHaveLength(1);
  expect(lines.join('')).not.toContain('internal error');
}
