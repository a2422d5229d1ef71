/** The way to a value in an answer. */
export type Path = readonly (string | number)[];

/** An answer's value beside the true one. */
interface Compared {
  readonly truth: unknown;
  readonly value: unknown;
  readonly path: Path;
  /** Whether the answer says that it could not tell what is there. */
  readonly isExcused: (path: Path) => boolean;
}

/** Where the value says something else than the truth, in words. What is excused may be null, and access may be unknown. */
export function findDifferences({ truth, value, path, isExcused }: Compared): readonly string[] {
  if (value === null && truth !== null && isExcused(path)) return [];
  if (path.at(-1) === 'access' && value === 'UNKNOWN') return [];
  if (isComposite(truth) && isComposite(value)) {
    const keys = new Set([...Object.keys(truth), ...Object.keys(value)]);
    const inList = Array.isArray(truth);
    return [...keys].flatMap((key) =>
      findDifferences({
        truth: Reflect.get(truth, key),
        value: Reflect.get(value, key),
        path: [...path, inList ? Number(key) : key],
        isExcused,
      }),
    );
  }
  return Object.is(truth, value)
    ? []
    : [`${path.join('.')} is ${JSON.stringify(value)}, not ${JSON.stringify(truth)}`];
}

function isComposite(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
