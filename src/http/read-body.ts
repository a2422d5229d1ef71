import { ProviderError } from '../billing/provider-error.ts';
import { parseExactJson } from './exact-json.ts';

const largestBody = 10 * 1024 * 1024;

/** An answer whose body is still to be read. */
export interface UnreadAnswer {
  readonly provider: string;
  readonly status: number;
  /** The media type, in lower case and without parameters; null where the answer has none. */
  readonly contentType: string | null;
  /** How the body is encoded beside that ("gzip"), in lower case; null where it is not. */
  readonly contentEncoding: string | null;
  readonly body: AsyncIterable<Uint8Array>;
}

const noContent = 204;

/**
 * The JSON of an answer, or a bad response where it is none, is cut short, not UTF-8 or larger than 10 MiB. undefined
 * where the answer says that it has no content. What is compressed, which nobody asked for, is not read: it may hide any
 * size.
 */
export async function readJson(answer: UnreadAnswer): Promise<unknown> {
  const { provider, status, contentType } = answer;
  const bad: BadAnswer = (detail, more) =>
    new ProviderError({ provider, failure: 'bad-response', status, detail, ...more });
  const bytes = await readBytes(answer, bad);
  if (status === noContent) return undefined;
  if (!isJson(contentType)) throw bad('not JSON (content type)');
  const text = decode(bytes);
  if (text === null) throw bad('not UTF-8');
  try {
    return parseExactJson(text);
  } catch {
    // The parser's message quotes the text, so it is not kept as the cause.
    throw bad('not JSON (syntax)', { incomplete: true });
  }
}

/** The JSON of a refusal, or undefined where it cannot be read: what a refusal means is told by its status. */
export async function readRefusal(answer: UnreadAnswer): Promise<unknown> {
  try {
    return await readJson(answer);
  } catch (error) {
    if (error instanceof ProviderError) return undefined;
    throw error;
  }
}

function isJson(contentType: string | null): boolean {
  return contentType !== null && /^application\/(?:[\w.-]+\+)?json$/.test(contentType);
}

/** Says what is wrong with an answer. */
type BadAnswer = (
  detail: string,
  more?: { readonly incomplete: boolean; readonly cause?: unknown },
) => ProviderError;

/** Leaving the loop early gives the connection up. */
async function readBytes({ body, contentEncoding }: UnreadAnswer, bad: BadAnswer): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      if (contentEncoding !== null) throw bad('compressed');
      size += chunk.byteLength;
      if (size > largestBody) throw bad('larger than 10 MiB');
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof ProviderError || isAbort(error)) throw error;
    throw bad('cut short', { incomplete: true, cause: error });
  }
  return Buffer.concat(chunks);
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError');
}
