import { isPromise, type Path, type Run } from './run.ts';

/** A field of the answer, ready to be executed. */
export interface CompiledField {
  readonly responseName: string;
  /** What the answer has in this place, or the promise of it; throws, or rejects, where it can have nothing. */
  execute(source: unknown, parentPath: Path, run: Run): unknown;
}

/** The fields that are selected of an object, of whatever row. */
export interface CompiledFields {
  readonly fields: readonly CompiledField[];
  /** An answer whose fields are still to come: copied, it has the place of each, also of one that is called `__proto__`. */
  readonly blank: Answer;
}

type Answer = Record<string, unknown>;

/** The fields, and the answer that is made of them. */
export function toCompiledFields(fields: readonly CompiledField[]): CompiledFields {
  return { fields, blank: Object.fromEntries(fields.map(({ responseName }) => [responseName, null])) };
}

/** The answer of all fields, at the same time. */
export function executeFields(
  { fields, blank }: CompiledFields,
  source: unknown,
  path: Path,
  run: Run,
): unknown {
  const answer: Answer = { ...blank };
  const pending: PendingField[] = [];
  try {
    for (const { responseName, execute } of fields) {
      const value = execute(source, path, run);
      if (isPromise(value)) pending.push({ responseName, value });
      else answer[responseName] = value;
    }
  } catch (error) {
    if (pending.length === 0) throw error;
    // What goes wrong with the others is to be heard of, too.
    return Promise.allSettled(pending.map(({ value }) => value)).then(() => Promise.reject(error));
  }
  return pending.length === 0 ? answer : complement(answer, pending);
}

/** A field that is still to come. */
interface PendingField {
  readonly responseName: string;
  readonly value: PromiseLike<unknown>;
}

/** The answer when all fields have come; rejects as soon as there can be none. */
function complement(answer: Answer, pending: readonly PendingField[]): Promise<Answer> {
  // Not Promise.all, which makes two more promises for each field.
  return new Promise((resolve, reject) => {
    let missing = pending.length;
    for (const { responseName, value } of pending) {
      value.then((arrived) => {
        answer[responseName] = arrived;
        missing -= 1;
        if (missing === 0) resolve(answer);
      }, reject);
    }
  });
}

/** The same one after the other, as changes have to be made. */
export async function executeFieldsSerially(
  { fields, blank }: CompiledFields,
  source: unknown,
  run: Run,
): Promise<unknown> {
  const answer: Answer = { ...blank };
  for (const { responseName, execute } of fields) {
    answer[responseName] = await execute(source, undefined, run);
  }
  return answer;
}
