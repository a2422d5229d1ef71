import { invalid, type Refusal } from '../refusal.ts';
import type { Fields } from './fields.ts';

/** The fields of a JSON body; anything but an object is refused, an empty body too. */
export function readBodyFields(body: string): Fields {
  return fieldsOf(parseObject(body));
}

function parseObject(body: string): object {
  try {
    const value: unknown = JSON.parse(body);
    // Go decodes null into any struct without a word and leaves it empty.
    if (value === null) return {};
    if (isObject(value)) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw malformed();
}

function malformed(): Refusal {
  return invalid('The request body could not be read');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isInteger(value: unknown): value is number {
  return Number.isInteger(value);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function fieldsOf(object: object): Fields {
  const values = new Map<string, unknown>(Object.entries(object));

  function read<Value>(name: string, fits: (value: unknown) => value is Value): Value | null {
    const value = values.get(name) ?? null;
    if (value === null || fits(value)) return value;
    throw malformed();
  }

  function readAll<Value>(name: string, fits: (value: unknown) => value is Value): readonly Value[] | null {
    return read(name, (value): value is Value[] => Array.isArray(value) && value.every(fits));
  }

  return {
    text: (name) => read(name, isText),
    texts: (name) => readAll(name, isText),
    number: (name) => read(name, isNumber),
    integer: (name) => read(name, isInteger),
    flag: (name) => read(name, isFlag),
    textMap: (name) =>
      read(
        name,
        (value): value is Record<string, string> => isObject(value) && Object.values(value).every(isText),
      ),
    object: (name) => {
      const value = read(name, isObject);
      return value === null ? null : fieldsOf(value);
    },
    objects: (name) => readAll(name, isObject)?.map(fieldsOf) ?? null,
  };
}
