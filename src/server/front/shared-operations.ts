import type { AdmittedOperation } from '../request-context.ts';
import type { ExecutedAnswer } from './execute-operation.ts';
import type { Waiters } from './waiters.ts';

/** A query under way. */
export interface SharedOperation extends Pick<AdmittedOperation, 'name' | 'price'> {
  readonly waiters: Waiters;
  /** Never rejects. */
  readonly answer: Promise<ExecutedAnswer>;
}

/** An operation that is about to be executed. */
interface Lead {
  /** Each the same for all who would be answered the same; none: it is executed for one only. */
  readonly keys: readonly string[];
  readonly waiters: Waiters;
  /** Never rejects. Tells when it is admitted, since a refusal is for one caller only. */
  execute(onAdmitted?: (operation: AdmittedOperation) => void): Promise<ExecutedAnswer>;
}

/** The queries under way, each of which is executed once for all who ask the same meanwhile. */
export interface SharedOperations {
  /** The query under way with this key, which somebody waits for. */
  find(key: string): SharedOperation | null;
  /** Something has changed: whoever asks from now on is not answered with what was read before. */
  forget(): void;
  /** Executes; where it is a query, others can find it until it is answered. */
  lead(lead: Lead): Promise<ExecutedAnswer>;
}

/** None under way at first. */
export function createSharedOperations(): SharedOperations {
  const underWay = new Map<string, SharedOperation>();

  return {
    find(key) {
      const operation = underWay.get(key);
      return operation === undefined || operation.waiters.areGone ? null : operation;
    },
    forget: () => underWay.clear(),
    async lead({ keys, waiters, execute }) {
      if (keys.length === 0) return execute();
      // One step later, when there is an answer to share.
      const answer = Promise.resolve().then(() =>
        execute(({ name, isQuery, price }) => {
          if (!isQuery) return;
          for (const key of keys) underWay.set(key, { name, price, waiters, answer });
        }),
      );
      const executed = await answer;
      for (const key of keys) if (underWay.get(key)?.answer === answer) underWay.delete(key);
      return executed;
    },
  };
}
