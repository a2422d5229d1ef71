import { afterAll, beforeAll, expect, it } from 'vitest';
import { whole } from '../support/customer-questions.ts';
import { openTarget, type Target } from '../support/open-target.ts';

let target: Target;
beforeAll(async () => {
  target = await openTarget();
  // From now on each of them has a connection: to open many takes longer than to answer.
  await sendTogether('{ __typename }');
});
afterAll(() => target.close());

const clients = 64;
const sendTogether = (query: string) =>
  Promise.all(Array.from({ length: clients }, () => target.send({ body: { query } })));

it.each(['flexprice', 'lago', 'polar'])(
  'clients who ask for the same customer of %s at the same time cost next to nothing each',
  async (provider) => {
    const query = `{ customerByExternalId(provider: "${provider}", externalId: "acct-1") { ...Whole } } ${whole}`;
    await target.send({ body: { query } });
    expect(target.takeCalls().length).toBeGreaterThan(1);
    const answers = await sendTogether(query);
    for (const { status, text } of answers)
      expect([status, text]).toEqual([200, expect.stringContaining('"Ada ')]);
    const calls = target.takeCalls().length;
    expect(calls).toBeGreaterThan(1);
    expect(calls / clients).toBeLessThanOrEqual(0.2);
  },
);
