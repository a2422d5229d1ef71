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
  return ({ raw }, ...values) => {
    let encoded = raw[0] ?? '';
    for (const [index, value] of values.entries()) encoded += encode(value) + (raw[index + 1] ?? '');
    return { encoded, template: raw.join('{}') };
  };
}

/** Query parameters; a list becomes repeated keys. Names and values are encoded. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** The query as text with its leading "?", or nothing when it is empty. */
export function encodeQuery(query: Query): string {
  let text = '';
  const add = (key: string, value: string) => {
    text += `${text === '' ? '?' : '&'}${key}=${encodeParameter(value)}`;
  };
  for (const name of Object.keys(query)) {
    const key = encodeParameter(name);
    const value = query[name];
    if (typeof value === 'object') for (const each of value) add(key, each);
    else add(key, String(value));
  }
  return text;
}

/** Most names and values are words and ids, which stand for themselves. */
function encodeParameter(text: string): string {
  return /^[\w.*-]*$/.test(text) ? text : new URLSearchParams([['', text]]).toString().slice(1);
}
