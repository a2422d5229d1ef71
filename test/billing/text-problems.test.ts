import { describe, expect, it } from 'vitest';
import {
  countryProblem,
  emailProblem,
  storageProblem,
  timezoneProblem,
} from '../../src/billing/text-problems.ts';

describe('what can be told of a text by itself', () => {
  it.each(['', 'a\r\nb\t', 'Zoë 👩‍🚀'])('%j can be stored', (text) => {
    expect(storageProblem(text)).toBeNull();
  });

  it.each([
    ['a\0', 'must not contain NUL'],
    ['\ud83d', 'must be well-formed Unicode'],
    ['\udc00\ud83d', 'must be well-formed Unicode'],
  ])('%j cannot be stored', (text, problem) => {
    expect(storageProblem(text)).toBe(problem);
  });

  it.each(['a@b', 'ada.lovelace+x@example.com', 'ä@ö.de'])('%s may be an e-mail address', (text) => {
    expect(emailProblem(text)).toBeNull();
  });

  it.each(['', 'a', '@b', 'a@', 'a@b@c', 'a b@c', 'a@b,c@d', '<a@b>', 'a@b\r\n'])(
    '%j is no e-mail address',
    (text) => {
      expect(emailProblem(text)).not.toBeNull();
    },
  );

  it.each(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'])(
    '%s is a time zone',
    (text) => {
      expect(timezoneProblem(text)).toBeNull();
    },
  );

  it.each(['', '+02:00', '-0500', 'Berlin', 'Europe/Berlin '])('%j is no time zone', (text) => {
    expect(timezoneProblem(text)).not.toBeNull();
  });

  it.each([
    ['DE', true],
    ['de', false],
    ['DEU', false],
    ['D', false],
    ['D1', false],
    ['DE\n', false],
  ])('%j may be a country: %s', (text, may) => {
    expect(countryProblem(text) === null).toBe(may);
  });
});
