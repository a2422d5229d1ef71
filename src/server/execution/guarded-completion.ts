import { type FieldNode, type GraphQLOutputType, isNonNullType, locatedError } from 'graphql';
import { isPromise, type Path, type Run } from './run.ts';

/** Makes what a resolver has answered into what the client gets; throws, or rejects, with what is wrong with it. */
export type Complete = (value: unknown, path: Path, run: Run) => unknown;

/** A place of the answer that an error can stand for. */
interface GuardedPlace {
  readonly nodes: readonly FieldNode[];
  readonly type: GraphQLOutputType;
}

/** Makes null of an error, which it notes; where there can be no null, the error goes on to whatever is around. */
export type Fail = (error: unknown, path: Path, run: Run) => null;

/** What becomes of errors at a place. */
export function createFail({ nodes, type }: GuardedPlace): Fail {
  const isNullable = !isNonNullType(type);
  return (error, path, run) => {
    const cause = error instanceof Error ? error : new Error(String(error));
    const located = locatedError(cause, [...nodes], keysOf(path));
    if (!isNullable) throw located;
    run.errors.push(located);
    return null;
  };
}

/** Completes a value, or the promise of one, so that nothing goes wrong beyond its place. */
export function createGuardedCompletion(complete: Complete, fail: Fail): Complete {
  function completeArrived(value: unknown, path: Path, run: Run): unknown {
    try {
      const completed = complete(value, path, run);
      return isPromise(completed) ? completed.then(undefined, (error) => fail(error, path, run)) : completed;
    } catch (error) {
      return fail(error, path, run);
    }
  }

  return (value, path, run) =>
    isPromise(value)
      ? value.then(
          (arrived) => completeArrived(arrived, path, run),
          (error) => fail(error, path, run),
        )
      : completeArrived(value, path, run);
}

function keysOf(path: Path): (string | number)[] {
  const keys: (string | number)[] = [];
  for (let place = path; place !== undefined; place = place.prev) keys.push(place.key);
  return keys.reverse();
}
