import type { Known, Memory } from './memory.ts';

/** How long answers count. Both zero: none is kept. */
export interface AnswerAges {
  /** How old an answer may be that stands in for one that cannot be had. */
  readonly staleIfErrorSeconds: number;
  /** How old an answer may be that is given without asking at all. */
  readonly freshSeconds: number;
}

/** Where answers are kept, whatever their age. */
export interface Keeping<Key, Value> {
  find(key: Key): Known<Value> | null;
  keep(key: Key, known: Known<Value>): void;
}

/** How a memory tells the age of what it keeps. */
interface Ageing extends AnswerAges {
  now(): Date;
}

/** "There is no such thing" may become wrong without a write of ours. */
const longestAbsenceSeconds = 5;

/** A memory of what counts for so long. */
export function createAgedMemory<Key, Value>(
  keeping: Keeping<Key, Value>,
  { staleIfErrorSeconds, freshSeconds, now }: Ageing,
): Memory<Key, Value> {
  return {
    fresh: (key) => (freshSeconds > 0 ? ifYounger(keeping.find(key), freshSeconds, now()) : null),
    lastKnown: (key) =>
      staleIfErrorSeconds > 0 ? ifYounger(keeping.find(key), staleIfErrorSeconds, now()) : null,
    remember: (key, value) => keeping.keep(key, { value, asOf: now() }),
  };
}

function ifYounger<Value>(known: Known<Value> | null, seconds: number, now: Date): Known<Value> | null {
  if (known === null) return null;
  const most = known.value === null ? Math.min(seconds, longestAbsenceSeconds) : seconds;
  // A clock that was set back must not make old answers young.
  const age = Math.abs(now.getTime() - known.asOf.getTime());
  return age < most * 1000 ? known : null;
}
