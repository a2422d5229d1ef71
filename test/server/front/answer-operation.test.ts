import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { anyone } from '../../../src/graphql/caller.ts';
import { createAnswerOperation } from '../../../src/server/front/answer-operation.ts';
import type { Execution, ExecutedAnswer } from '../../../src/server/front/execute-operation.ts';
import type { SharedOperation } from '../../../src/server/front/shared-operations.ts';
import { createWaiters } from '../../../src/server/front/waiters.ts';

const answerOf = (isCut: boolean): ExecutedAnswer => ({ answer: { errors: 0, write() {} }, isCut });

/** Asks while the same is under way, and ends with this; tells the answer and the log. */
async function askBeside(underWay: ExecutedAnswer, deadline: number) {
  const own = answerOf(false);
  const lines: string[] = [];
  let operation: SharedOperation | null = {
    name: 'Same',
    price: 0,
    waiters: createWaiters(),
    answer: Promise.resolve(underWay).finally(() => {
      operation = null;
    }),
  };
  const execution: Execution = { execute: async () => own, refuse: () => own.answer };
  const answer = createAnswerOperation({
    execution,
    operations: { find: () => operation, lead: async () => own },
    rateLimit: null,
    openContext: () => expect.fail('nothing is executed here'),
    log: pino({ base: null }, { write: (line: string) => void lines.push(line) }),
  });
  const request = new IncomingMessage(new Socket());
  const got = await answer(
    {
      response: new ServerResponse(request),
      caller: anyone,
      timeout: null,
      deadline,
      tellsCalls: false,
    },
    '{}',
  );
  return { isOwn: got === own.answer, isShared: got === underWay.answer, lines: lines.length };
}

it.each([
  ['a whole answer', false, Number.POSITIVE_INFINITY, { isOwn: false, isShared: true, lines: 1 }],
  ['an answer that was cut, at their own deadline', true, 0, { isOwn: false, isShared: true, lines: 1 }],
  [
    'an answer of their own to one that was cut, in time',
    true,
    Number.POSITIVE_INFINITY,
    { isOwn: true, isShared: false, lines: 0 },
  ],
])('those who come later get %s', async (_what, isCut, deadline, expected) => {
  expect(await askBeside(answerOf(isCut), deadline)).toEqual(expected);
});

it('whoever leaves while others are waited for does not lead an operation for nobody', async () => {
  const cut = answerOf(true);
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  const waiters = createWaiters();
  waiters.add(response);
  let operation: SharedOperation | null = {
    name: 'Same',
    price: 0,
    waiters,
    answer: Promise.resolve(cut).finally(() => {
      operation = null;
      response.destroy();
    }),
  };
  const led: boolean[] = [];
  const answer = createAnswerOperation({
    execution: { execute: async () => cut, refuse: () => cut.answer },
    operations: {
      find: () => operation,
      lead: async ({ waiters: own }) => {
        led.push(own.areGone);
        return cut;
      },
    },
    rateLimit: null,
    openContext: () => expect.fail('nothing is executed here'),
    log: pino({ enabled: false }),
  });
  await answer(
    { response, caller: anyone, timeout: null, deadline: Number.POSITIVE_INFINITY, tellsCalls: false },
    '{}',
  );
  expect(led).toEqual([true]);
});
