import type { Dispatcher } from 'undici';

/** What sends calls on, and how many came so far. */
export interface LaterAnswers {
  readonly dispatcher: Dispatcher;
  /** Calls that were made, answered or not. */
  dispatched(): number;
}

/** Lets a fake answer as a network does: never while the call is still being made, as undici's own fakes do. */
export function answerLater(fake: Dispatcher): LaterAnswers {
  let count = 0;
  const dispatcher = fake.compose((dispatch) => (options, handler) => {
    count += 1;
    setImmediate(() => dispatch(options, handler));
    return true;
  });
  return { dispatcher, dispatched: () => count };
}
