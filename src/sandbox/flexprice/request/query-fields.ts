import { invalid } from '../refusal.ts';
import type { Fields } from './fields.ts';

const truths = ['1', 't', 'T', 'true', 'TRUE', 'True'];
const falsehoods = ['0', 'f', 'F', 'false', 'FALSE', 'False', ''];

/** The fields of a query string. A list is a repeated key; commas do not separate. */
export function readQueryFields(query: URLSearchParams): Fields {
  function readNumber(name: string, pattern: RegExp): number | null {
    const text = query.get(name) || null;
    if (text === null) return null;
    if (pattern.test(text)) return Number(text);
    throw invalid(`The query parameter ${name} could not be read`);
  }

  return {
    text: (name) => query.get(name),
    texts: (name) => (query.has(name) ? query.getAll(name) : null),
    number: (name) => readNumber(name, /^-?\d+(?:\.\d+)?$/),
    integer: (name) => readNumber(name, /^-?\d{1,15}$/),
    flag: (name) => {
      const text = query.get(name);
      if (text === null || falsehoods.includes(text)) return text === null ? null : false;
      if (truths.includes(text)) return true;
      throw invalid(`The query parameter ${name} could not be read`);
    },
    textMap: () => null,
    object: () => null,
    objects: (name) => {
      // The list is bound as structures, which the text of a query never is.
      if (query.has(name)) throw invalid(`The query parameter ${name} could not be read`);
      return null;
    },
  };
}
