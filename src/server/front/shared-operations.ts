import { getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { sum } from '../../graphql/pricing/price.ts';
import type { RequestContext } from '../request-context.ts';
import type { ExecutedAnswer } from './execute-operation.ts';
import type { Waiters } from './waiters.ts';

/** A query under way. */
export interface SharedOperation {
  /** What the log calls it; null: it has no name. */
  readonly name: string | null;
  /** In calls to providers, as foreseen. */
  readonly price: number;
  readonly waiters: Waiters;
  /** Never rejects. */
  readonly answer: Promise<ExecutedAnswer>;
}

/** An operation that is about to be executed. */
interface Lead {
  /** The same for all who would be answered the same; null: it is executed for one only. */
  readonly key: string | null;
  readonly waiters: Waiters;
  /** Never rejects. */
  execute(): Promise<ExecutedAnswer>;
}

/** The queries under way, each of which is executed once for all who ask the same meanwhile. */
export interface SharedOperations {
  /** Notes what is executed. Belongs behind whatever may refuse it, since a refusal is for one caller only. */
  readonly plugin: Plugin<RequestContext>;
  /** The query under way with this key, which somebody waits for. */
  find(key: string | null): SharedOperation | null;
  /** Something has changed: whoever asks from now on is not answered with what was read before. */
  forget(): void;
  /** Executes in this context; where it is a query, others can find it until it is answered. */
  lead(context: object, lead: Lead): Promise<ExecutedAnswer>;
}

/** None under way at first. */
export function createSharedOperations(): SharedOperations {
  const underWay = new Map<string, SharedOperation>();
  const offers = new WeakMap<
    object,
    Pick<SharedOperation, 'waiters' | 'answer'> & { readonly key: string }
  >();

  return {
    plugin: {
      onExecute({ args: { document, operationName, contextValue } }) {
        const operation = getOperationAST(document, operationName);
        const offer = offers.get(contextValue);
        if (operation?.operation !== 'query' || offer === undefined) return;
        const price = sum(Array.from(contextValue.budget.spending().values(), ({ estimated }) => estimated));
        const { key, waiters, answer } = offer;
        underWay.set(key, { name: operation.name?.value ?? null, price, waiters, answer });
      },
    },
    find(key) {
      const operation = key === null ? undefined : underWay.get(key);
      return operation === undefined || operation.waiters.signal.aborted ? null : operation;
    },
    forget: () => underWay.clear(),
    async lead(context, { key, waiters, execute }) {
      if (key === null) return execute();
      // One step later, when the plugin can find the offer.
      const answer = Promise.resolve().then(execute);
      offers.set(context, { key, waiters, answer });
      const executed = await answer;
      if (underWay.get(key)?.answer === answer) underWay.delete(key);
      return executed;
    },
  };
}
