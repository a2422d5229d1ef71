import { accept, type Check, refine, reject } from './check.ts';

/** Text of a length within bounds (in characters, not UTF-16 units), without NUL. */
export function text(shortest = 0, longest = Number.POSITIVE_INFINITY): Check<string> {
  return (input, location) => {
    if (typeof input !== 'string')
      return reject('string_type', location, 'Input should be a valid string', input);
    if (input.includes('\0'))
      return reject('value_error', location, 'Value error, NUL is not allowed', input);
    const length = Array.from(input).length;
    if (length < shortest) {
      const message = `String should have at least ${plural(shortest)}`;
      return reject('string_too_short', location, message, input, { min_length: shortest });
    }
    if (length > longest) {
      const message = `String should have at most ${plural(longest)}`;
      return reject('string_too_long', location, message, input, { max_length: longest });
    }
    return accept(input);
  };
}

function plural(characters: number): string {
  return characters === 1 ? '1 character' : `${characters} characters`;
}

const whiteSpaceAround = /^\p{White_Space}+|\p{White_Space}+$/gu;

/** Text without the white space around it, whose empty form means that there is none. */
export const optionalText: Check<string | null> = refine(text(), (value) =>
  accept(value.replaceAll(whiteSpaceAround, '') || null),
);

/** A name: at most 256 characters; empty means none. */
export const name: Check<string | null> = refine(text(0, 256), (value) => accept(value || null));

/** An e-mail address. The sandbox accepts every domain, where Polar asks the DNS whether it takes mail. */
export const email: Check<string> = refine(text(), (value, location) => {
  const [, mailbox, domain] = /^([^\s@]+)@([^\s@]+\.[^\s@.]+)$/.exec(value) ?? [];
  if (mailbox === undefined || domain === undefined) {
    const reason = value.includes('@')
      ? 'The address has no valid mailbox and domain.'
      : 'An email address must have an @-sign.';
    return reject('value_error', location, `value is not a valid email address: ${reason}`, value, {
      reason,
    });
  }
  return accept(`${mailbox}@${domain.toLowerCase()}`);
});

/** A BCP 47 language tag. */
export const locale: Check<string> = refine(text(1), (value, location) => {
  try {
    return accept(Intl.getCanonicalLocales(value.replaceAll('_', '-'))[0] ?? value);
  } catch {
    return reject('value_error', location, 'Value error, not a language tag', value);
  }
});

/** A web address. */
export const webAddress: Check<string> = refine(text(1, 2083), (value, location) => {
  if (!URL.canParse(value)) return reject('url_parsing', location, 'Input should be a valid URL', value);
  if (!/^https?:$/.test(new URL(value).protocol)) {
    const schemes = "'http' or 'https'";
    return reject('url_scheme', location, `URL scheme should be ${schemes}`, value, {
      expected_schemes: schemes,
    });
  }
  return accept(value);
});

/** True or false. */
export const boolean: Check<boolean> = (input, location) =>
  typeof input === 'boolean'
    ? accept(input)
    : reject('bool_type', location, 'Input should be a valid boolean', input);

/** A whole number within bounds. */
export function integer(least: number, most = Number.MAX_SAFE_INTEGER): Check<number> {
  return (input, location) => {
    if (typeof input !== 'number' || !Number.isInteger(input)) {
      return reject('int_type', location, 'Input should be a valid integer', input);
    }
    if (input < least) {
      const message = `Input should be greater than or equal to ${least}`;
      return reject('greater_than_equal', location, message, input, { ge: least });
    }
    if (input > most) {
      const message = `Input should be less than or equal to ${most}`;
      return reject('less_than_equal', location, message, input, { le: most });
    }
    return accept(input);
  };
}

/** One of a closed set of words. */
export function oneOf<Word extends string>(words: readonly Word[]): Check<Word> {
  return (input, location) => {
    const word = words.find((candidate) => candidate === input);
    if (word !== undefined) return accept(word);
    const quoted = words.map((each) => `'${each}'`);
    const expected =
      quoted.length > 1 ? `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}` : quoted.join('');
    return reject('enum', location, `Input should be ${expected}`, input, { expected });
  };
}
