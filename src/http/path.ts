/** A URL path with its values encoded, and the same path with the values left out, for the log. */
export interface Path {
  readonly encoded: string;
  readonly template: string;
}

/** Encodes one value as one path segment. */
export type EncodeSegment = (value: string) => string;

/**
 * The text as one path segment that arrives as itself. A dot segment would change the path, encoded or not, so it is
 * refused with a RangeError; broken Unicode is refused by the encoder with a URIError.
 */
export function encodeSegment(value: string): string {
  if (value === '' || value === '.' || value === '..') {
    throw new RangeError('cannot be a path segment: empty or a dot segment');
  }
  return encodeURIComponent(value);
}

/** A template tag that builds paths: every value becomes one encoded segment. */
export function createPathTag(
  encode: EncodeSegment = encodeSegment,
): (literals: TemplateStringsArray, ...values: readonly string[]) => Path {
  return (literals, ...values) => ({
    encoded: String.raw({ raw: literals.raw }, ...values.map(encode)),
    template: literals.raw.join('{}'),
  });
}

/** Query parameters; a list becomes repeated keys. Names and values are encoded. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** The query as text with its leading "?", or nothing when it is empty. */
export function encodeQuery(query: Query): string {
  let text = '';
  for (const [name, value] of Object.entries(query)) {
    const key = encodeParameter(name);
    for (const each of Array.isArray(value) ? value : [value]) {
      text += `${text === '' ? '?' : '&'}${key}=${encodeParameter(String(each))}`;
    }
  }
  return text;
}

/** Most names and values are words and ids, which stand for themselves. */
function encodeParameter(text: string): string {
  return /^[\w.*-]*$/.test(text) ? text : new URLSearchParams([['', text]]).toString().slice(1);
}
