import { rememberByText } from './remember-by-text.ts';

/** How much a client wants each value of an Accept or Accept-Encoding header, from 0 (not at all) to 1. */
export type Qualities = ReadonlyMap<string, number>;

/** Reads such a header; what is not written as it should be counts as not wanted. */
export function readQualities(header: string | null): Qualities {
  const qualities = new Map<string, number>();
  for (const part of (header ?? '').split(',')) {
    const [value = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith('q='));
    if (value !== '') qualities.set(value, quality === undefined ? 1 : toQuality(quality.slice(2)));
  }
  return qualities;
}

function toQuality(text: string): number {
  return /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(text) ? Number(text) : 0;
}

const jsonTypes = ['application/graphql-response+json', 'application/json', 'application/*', '*/*'];

/** What a client takes of the ways to answer in JSON, as its Accept header names them, what it would rather have first. */
export function readJsonTypes(accept: string | null): readonly string[] {
  return toJsonTypes(accept || '*/*');
}

const toJsonTypes = rememberByText((accept): readonly string[] => {
  const taken = [...readQualities(accept)].filter(
    ([type, quality]) => quality > 0 && jsonTypes.includes(type),
  );
  return taken.toSorted(([, one], [, other]) => other - one).map(([type]) => type);
});

/** Whether an Accept header names HTML, and no JSON that it would rather have. "Anything" is no wish for HTML. */
export function prefersHtml(accept: string | null): boolean {
  const wanted = readQualities(accept);
  const html = wanted.get('text/html') ?? 0;
  const json = ['application/json', 'application/graphql-response+json'].map((type) => wanted.get(type) ?? 0);
  return html > 0 && html >= Math.max(...json);
}
