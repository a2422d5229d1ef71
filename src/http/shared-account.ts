import type { RateLimit, RateWindow } from './rate-limit.ts';

/** An account that several processes ask, as one of them sees it: what may be asked of it is for all of them together. */
export interface SharedAccount {
  /** This process's part of what all may have: of the calls under way at once, or of those that are left. */
  partOf(all: number): number;
  /** Its calls that are counted together. */
  openGroup(group: SharedGroupOptions): SharedGroup;
}

interface SharedGroupOptions {
  /** The template of the path whose calls are counted apart; null: all others. */
  readonly path: string | null;
  readonly limit: RateLimit | null;
  readonly cold: RateLimit | null;
  /** Told when calls that had to wait may go. */
  readonly onOpen: () => void;
  /** Told when another process was told to stay away for so many milliseconds. */
  readonly onPause: (ms: number) => void;
}

/** The calls of one group, of which every process makes some. */
export interface SharedGroup {
  /** When this process may make one; null: whenever it likes. */
  readonly window: RateWindow | null;
  /** Asks for as many as this process could make at once now. What it has beyond that goes back. */
  want(calls: number): void;
  /** Tells the others that the provider wants no calls for so many milliseconds. */
  pause(ms: number): void;
  /** Tells that the provider knows the key. */
  recognise(): void;
}
