import { createLastKnownAnswers, type KnownAnswers } from '../../src/loaders/last-known-answers.ts';
import type { TellStale } from '../../src/loaders/reading.ts';

/** Last known answers where none is kept. */
export const nothingKnown = createLastKnownAnswers({ staleIfErrorSeconds: 0, freshSeconds: 0 });

/** Opens them for loaders that are made without a request. */
export const openNothing = (): KnownAnswers => nothingKnown.open('all', () => new Date());

/** Takes what a read has ended in, where nothing can be stale. */
export const nothingStale: TellStale = () => {
  throw new Error('nothing was read before');
};
