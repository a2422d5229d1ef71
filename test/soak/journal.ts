import { z } from 'zod';
import type { Emulator, SandboxRequest } from '../../src/sandbox/http-server.ts';
import type { ProviderName } from '../support/sample-customers.ts';

/** What became of the customers that the soak writes, as the emulators have it. Every write gives a name of its own. */
export interface Journal {
  /** The same emulator, whose changes are written down. */
  keep(provider: ProviderName, emulator: Emulator): Emulator;
  /** Counts the writes that come, done or not. */
  onRequest(request: SandboxRequest): void;
  nextName(): string;
  /** How often a write of this name was done. */
  timesDone(name: string): number;
  /** The names whose write came more than once. */
  cameTwice(): readonly string[];
  /** Whether the customer had this name at some time in between, on the clock of `Date.now()`; null: was not there. */
  wasTrue(customer: WrittenCustomer, name: string | null, from: number, to: number): boolean;
  /** When the customer was last changed before then; null where it never was. */
  lastChangeBefore(customer: WrittenCustomer, time: number): number | null;
}

/** A customer that the soak has made. */
export interface WrittenCustomer {
  readonly provider: ProviderName;
  readonly externalId: string;
}

interface Change {
  readonly at: number;
  readonly name: string;
}

const rowSchema = z.object({ external_id: z.string(), name: z.string() });
const answerSchema = z.union([
  z.object({ customer: rowSchema }).transform(({ customer }) => customer),
  rowSchema,
]);
const nameOfWrite = /Soak \d+/;

/** A journal in which nothing is written yet. */
export function createJournal(): Journal {
  const changes = new Map<string, Change[]>();
  const came = new Map<string, number>();
  const done = new Map<string, number>();
  let lastNumber = 0;
  const keyOf = ({ provider, externalId }: WrittenCustomer) => `${provider}:${externalId}`;
  const add = (counts: Map<string, number>, name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);

  return {
    keep: (provider, emulator) => (request) => {
      const answer = emulator(request);
      if (!isWrite(request) || answer.status >= 300) return answer;
      const row = answerSchema.safeParse(JSON.parse(answer.body ?? 'null')).data;
      if (row === undefined) return answer;
      add(done, row.name);
      const key = keyOf({ provider, externalId: row.external_id });
      changes.set(key, [...(changes.get(key) ?? []), { at: Date.now(), name: row.name }]);
      return answer;
    },
    onRequest(request) {
      const [name] = isWrite(request) ? (nameOfWrite.exec(request.body) ?? []) : [];
      if (name !== undefined) add(came, name);
    },
    nextName() {
      lastNumber += 1;
      return `Soak ${lastNumber}`;
    },
    timesDone: (name) => done.get(name) ?? 0,
    cameTwice: () => [...came].flatMap(([name, times]) => (times > 1 ? [name] : [])),
    wasTrue(customer, name, from, to) {
      const known = changes.get(keyOf(customer)) ?? [];
      const [first] = known;
      if (name === null) return first === undefined || first.at >= from;
      return known.some(
        (change, index) =>
          change.name === name &&
          change.at <= to &&
          (known[index + 1]?.at ?? Number.POSITIVE_INFINITY) >= from,
      );
    },
    lastChangeBefore(customer, time) {
      return changes.get(keyOf(customer))?.findLast(({ at }) => at < time)?.at ?? null;
    },
  };
}

function isWrite({ method, path }: SandboxRequest): boolean {
  return method !== 'GET' && !path.endsWith('/search');
}
