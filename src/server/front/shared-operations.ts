import type { AdmittedOperation } from '../request-context.ts';
import type { ExecutedAnswer } from './execute-operation.ts';
import type { AskedOperation } from './asked-operation.ts';
import type { Waiters } from './waiters.ts';

/** A query under way. */
export interface SharedOperation extends Pick<AdmittedOperation, 'name' | 'price'> {
  readonly waiters: Waiters;
  /** Never rejects. */
  readonly answer: Promise<ExecutedAnswer>;
}

/** An operation that is about to be executed. */
interface Lead {
  readonly asked: OperationKeys;
  readonly waiters: Waiters;
  /** Never rejects. Tells when it is admitted, since a refusal is for one caller only. */
  execute(onAdmitted: (operation: AdmittedOperation) => void): Promise<ExecutedAnswer>;
}

type OperationKeys = Pick<AskedOperation, 'textKey' | 'paramsKey'>;

/** The queries under way, each of which is executed once for all who ask the same meanwhile. */
export interface SharedOperations {
  /** The query under way that is asked for, and that somebody waits for. */
  find(asked: OperationKeys): SharedOperation | null;
  /** Something has changed: whoever asks from now on is not answered with what was read before. */
  forget(): void;
  /** Executes; where it is a query for which providers are asked, others can find it until it is answered. */
  lead(lead: Lead): Promise<ExecutedAnswer>;
}

/** None under way at first. */
export function createSharedOperations(): SharedOperations {
  const underWay = new Map<string, SharedOperation>();

  function findBy(key: string | null): SharedOperation | null {
    const operation = key === null ? undefined : underWay.get(key);
    return operation === undefined || operation.waiters.areGone ? null : operation;
  }

  /** Lets others find it until it is answered. */
  function share({ textKey, paramsKey }: OperationKeys, operation: SharedOperation): void {
    for (const key of [textKey, paramsKey()]) {
      if (key === null) continue;
      underWay.set(key, operation);
      void operation.answer.then(() => {
        if (underWay.get(key) === operation) underWay.delete(key);
      });
    }
  }

  return {
    find(asked) {
      if (underWay.size === 0) return null;
      return findBy(asked.textKey) ?? findBy(asked.paramsKey());
    },
    forget: () => underWay.clear(),
    async lead({ asked, waiters, execute }) {
      let end: (executed: ExecutedAnswer) => void = () => {};
      const executed = await execute(({ name, isQuery, price }) => {
        if (!isQuery || price === 0) return;
        const answer = new Promise<ExecutedAnswer>((resolve) => {
          end = resolve;
        });
        share(asked, { name, price, waiters, answer });
      });
      end(executed);
      return executed;
    },
  };
}
