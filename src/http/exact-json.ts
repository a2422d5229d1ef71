import { LosslessNumber, type ParseOptions, parse, stringify } from 'lossless-json';

/**
 * A number token that a JavaScript number might not hold: 16 digits or more, a fraction or an exponent. The lookbehind
 * leaves out colons inside text, as in a time: a number's colon follows a quote or a space.
 */
const inexactNumber = /(?:^|[:[,])\s*-?\d(?<![^"\s]:\s*-?\d)(?:\d{15}|\d*[.eE])/;

/**
 * The value that the JSON text spells, without losing a digit: whole numbers within ±2^53 are JavaScript numbers, all
 * others LosslessNumber. Throws a SyntaxError where the text is not JSON.
 */
export function parseExactJson(text: string): unknown {
  return inexactNumber.test(text) ? parse(text, undefined, options) : JSON.parse(text);
}

/** As with JSON.parse, the last of several equal keys counts. */
const options: ParseOptions = { parseNumber, onDuplicateKey: ({ newValue }) => newValue };

/** The JSON text of a value that came from `parseExactJson`, with every number's own digits. */
export function stringifyExactJson(value: unknown): string | undefined {
  return stringify(value);
}

function parseNumber(token: string): number | LosslessNumber {
  const number = Number(token);
  return Number.isSafeInteger(number) && String(number) === token ? number : new LosslessNumber(token);
}
