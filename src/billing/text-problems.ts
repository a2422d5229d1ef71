import { IANAZone } from 'luxon';

/** What is wrong with a text that no provider's database takes, or null. */
export function storageProblem(text: string): string | null {
  if (text.includes('\0')) return 'must not contain NUL';
  return /\p{Cs}/u.test(text) ? 'must be well-formed Unicode' : null;
}

/** What is wrong with a text that has too many characters, or null. JavaScript would count halves of some. */
export function lengthProblem(text: string, longest: number): string | null {
  return [...text].length > longest ? `must not be longer than ${longest} characters` : null;
}

/** What is wrong with a text that cannot be an e-mail address, or null. Whether it is one, only the provider can tell. */
export function emailProblem(text: string): string | null {
  return /^[^\s@,;<>]+@[^\s@,;<>]+$/.test(text) ? null : 'must be an e-mail address';
}

/** What is wrong with a text that does not name a time zone, or null. Newer versions of Node take an offset for a name. */
export function timezoneProblem(text: string): string | null {
  return /^[a-z]/i.test(text) && IANAZone.isValidZone(text)
    ? null
    : 'must be an IANA time zone, such as "Europe/Berlin"';
}

/**
 * What is wrong with a text that cannot be a country code, or null. Which countries there are, only the provider can tell.
 */
export function countryProblem(text: string): string | null {
  return /^[A-Z]{2}$/.test(text) ? null : 'must be an ISO 3166-1 alpha-2 code in upper case, such as "DE"';
}
