import fc from 'fast-check';

/** What paths, queries, patterns, JSON, databases and JavaScript objects take for something else than text. */
const pieces: readonly string[] = [
  ...'. .. / // \\ # ? % %00 %2E %2F %25 %zz ; : & = + @ " \' ` < > [ ] { } $ * _ | ^ ~ , ! ( )'.split(' '),
  ...'acme acme.io ACME null undefined 0 -1 1e9 true state search external json'.split(' '),
  ...'__proto__ constructor prototype toString hasOwnProperty length then'.split(' '),
  ...' |\t|\r\n|\n|\0|\x1b|\x7f|\x85|\u00a0|\u2028|\u200b|\ufeff|\ufffd|\uffff|\ud83d|\udc00'.split('|'),
  ...'e\u0301|é|\u202e|\u200f|\u0130|ß|ſ|客户|👩‍👩‍👧|\u{10ffff}'.split('|'),
];

/** Around the limits that somebody has. */
const lengths: readonly number[] = [20, 21, 40, 41, 100, 101, 255, 256, 257, 500, 501, 1024, 1025, 10_240];

/** Any text that JSON can carry, lone surrogates too, with a liking for what makes trouble. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...pieces),
  fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 10 })
    .map((units) => String.fromCharCode(...units)),
  fc
    .tuple(fc.constantFrom('x', 'é', '客', '👍', '.', '%', '/', ' '), fc.constantFrom(...lengths))
    .map(([character, length]) => character.repeat(length)),
);

/** The text with something in front of it or behind it, in another case, encoded, or normalized. */
export function nearMissOf(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const around = fc.oneof(fc.constant(''), fc.constantFrom(...pieces), hostileText);
  const change = fc.constantFrom<(plain: string) => string>(
    (plain) => plain,
    (plain) => plain.toUpperCase(),
    (plain) => encodeURIComponent(plain),
    (plain) => plain.normalize('NFD'),
    (plain) => plain.replaceAll('.', '%2E'),
    (plain) => `x/../${plain}`,
    (plain) => `${plain.slice(0, 1)}\u200d${plain.slice(1)}`,
  );
  return fc
    .tuple(around, text, change, around)
    .map(([before, plain, changed, after]) => `${before}${changed(plain)}${after}`);
}
