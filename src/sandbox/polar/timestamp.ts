/** The time as Polar writes it: UTC with Z, six digits of fraction, or none on a full second. */
export function timestamp(date: Date): string {
  return date
    .toISOString()
    .replace('.000Z', 'Z')
    .replace(/\.(\d{3})Z$/, '.$1000Z');
}

/** The time as a number to compare by; the texts do not compare, since the fraction may be absent. */
export function instantOf(text: string | null): number | null {
  return text === null ? null : Date.parse(text);
}
