/** What the log tells of a mistake of our own: what happened and where, without the values that it happened to. */
interface ErrorDescription {
  readonly type: string;
  readonly code?: string;
  /** Absent where it would quote what was given. */
  readonly message?: string;
  /** The places, innermost first. */
  readonly stack: string;
  readonly cause?: ErrorDescription;
}

const mostCauses = 5;

/**
 * The serializer of errors for the log. Beside their message errors carry what they are about: a URL, a record, the text that could not
 * be parsed. None of that is told, and it may be a key or somebody's e-mail address.
 */
export function describeError(error: unknown): ErrorDescription {
  return describe(error, mostCauses);
}

function describe(error: unknown, causes: number): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error, stack: '' };
  const { name, message, stack = '', cause } = error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  return {
    type: name,
    ...(code !== null && { code }),
    ...(!quotes(error, code) && { message }),
    stack: stack
      .split('\n')
      .filter((line) => line.startsWith('    at '))
      .join('\n'),
    ...(cause !== undefined && causes > 0 && { cause: describe(cause, causes - 1) }),
  };
}

/** The language's and Node's own errors about a value have it in their message ("Invalid currency code : x"). */
function quotes(error: Error, code: string | null): boolean {
  return (
    error instanceof SyntaxError ||
    error instanceof RangeError ||
    error instanceof URIError ||
    code?.startsWith('ERR_') === true
  );
}
