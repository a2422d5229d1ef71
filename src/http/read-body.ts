import { ProviderError } from '../billing/provider-error.ts';
import type { Received } from './collector.ts';
import { mediaTypeOf } from './content-headers.ts';
import { parseExactJson } from './exact-json.ts';

const noContent = 204;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The JSON of an answer, or a bad response where it is none, did not come whole or is not UTF-8. undefined where the
 * answer says that it has no content.
 */
export function readJson(provider: string, { status, headers, body }: Received): unknown {
  const bad = (detail: string, more?: { readonly incomplete: boolean; readonly cause?: unknown }) =>
    new ProviderError({ provider, failure: 'bad-response', status, detail, ...more });
  if ('detail' in body) {
    const { detail, cause } = body;
    throw bad(detail, { incomplete: detail === 'cut short', cause });
  }
  if (status === noContent) return undefined;
  if (!isJson(mediaTypeOf(headers))) throw bad('not JSON (content type)');
  const text = decode(body);
  if (text === null) throw bad('not UTF-8');
  try {
    return parseExactJson(text);
  } catch {
    // The parser's message quotes the text, so it is not kept as the cause.
    throw bad('not JSON (syntax)', { incomplete: true });
  }
}

/** The JSON of a refusal, or undefined where it cannot be read: what a refusal means is told by its status. */
export function readRefusal(provider: string, answer: Received): unknown {
  try {
    return readJson(provider, answer);
  } catch (error) {
    if (error instanceof ProviderError) return undefined;
    throw error;
  }
}

function isJson(mediaType: string | null): boolean {
  return (
    mediaType === 'application/json' ||
    (mediaType !== null && /^application\/(?:[\w.-]+\+)?json$/.test(mediaType))
  );
}

function decode(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}
