/** A word that stands in every secret that is planted, and nowhere else. */
export const canary = 'kanarienvogel';

/** A word in what a caller sends beside secrets; an error may quote it to that caller, a log line or header may not. */
export const quoted = 'zeisigschwarm';

const hidden = [canary, quoted].flatMap((word) => [
  // Node cuts what its messages quote.
  new RegExp(word.slice(0, 6), 'i'),
  new RegExp(Buffer.from(word).toString('hex'), 'i'),
  ...[0, 1, 2].map((shift) => new RegExp(inBase64(word, shift))),
]);

/** The letters that base64 has in the middle of any text in which the word stands this far into a group of three. */
function inBase64(word: string, shift: number): string {
  const whole = Math.floor((shift + word.length) / 3) * 4;
  const text = Buffer.from('x'.repeat(shift) + word).toString('base64');
  return text
    .slice(shift === 0 ? 0 : 4, whole)
    .replace('+', '[+-]')
    .replace('/', '[/_]');
}

/** The stretches of a text that hold one of the words, as they are or encoded; the reader of a failure wants to see where. */
export function findCanaries(text: string): readonly string[] {
  return hidden.flatMap((word) => {
    const found = word.exec(text);
    return found === null ? [] : [text.slice(Math.max(0, found.index - 80), found.index + 80)];
  });
}
