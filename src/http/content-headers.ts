import type { IncomingHttpHeaders } from 'undici/types/header.js';

/** The media type of an answer, in lower case and without parameters; null where the answer has none. */
export function mediaTypeOf({ 'content-type': header }: IncomingHttpHeaders): string | null {
  if (typeof header !== 'string') return null;
  const end = header.indexOf(';');
  return (end < 0 ? header : header.slice(0, end)).trim().toLowerCase();
}

/** How the body of an answer is encoded beside that ("gzip"), in lower case; null where it is not. */
export function contentEncodingOf({ 'content-encoding': header }: IncomingHttpHeaders): string | null {
  if (header === undefined) return null;
  const encoding = String(header).trim().toLowerCase();
  return encoding === 'identity' || encoding === '' ? null : encoding;
}
