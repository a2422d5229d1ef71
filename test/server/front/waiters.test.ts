import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { createWaiters } from '../../../src/server/front/waiters.ts';

const openResponse = () => new ServerResponse(new IncomingMessage(new Socket()));

/** A response whose client has left, as Node tells it. */
function leave(response: ServerResponse): ServerResponse {
  response.destroy().emit('close');
  return response;
}

it('nobody is gone before somebody came', () => {
  const waiters = createWaiters();
  expect([waiters.areGone, waiters.signal.aborted]).toEqual([false, false]);
});

it('they are gone when the last of them has left', () => {
  const waiters = createWaiters();
  const [first, second] = [openResponse(), openResponse()];
  waiters.add(first);
  waiters.add(second);
  leave(first);
  expect([waiters.areGone, waiters.signal.aborted]).toEqual([false, false]);
  leave(second);
  expect([waiters.areGone, waiters.signal.aborted]).toEqual([true, true]);
});

it('they are gone at once where the only one has left before', () => {
  const waiters = createWaiters();
  const { signal } = waiters;
  waiters.add(leave(openResponse()));
  expect([waiters.areGone, signal.aborted]).toEqual([true, true]);
});

it('one who has left before does not make those leave who wait', () => {
  const waiters = createWaiters();
  const first = openResponse();
  waiters.add(first);
  waiters.add(leave(openResponse()));
  expect([waiters.areGone, waiters.signal.aborted]).toEqual([false, false]);
  leave(first);
  expect([waiters.areGone, waiters.signal.aborted]).toEqual([true, true]);
});
